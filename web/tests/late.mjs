// How long after a slider's event the fan that answers it is painted.

/** To be called before the page is opened: it then counts in `window.late`, in milliseconds, and in `window.moved` how often the fan was redrawn. */
export function watchLateness(page) {
  return page.addInitScript(() => {
    window.late = [];
    window.moved = 0;
    let event = 0;
    let waiting = [];
    // What is changed within a frame is painted by it: a message that is sent meanwhile comes when it is done.
    let within = false;
    const after = new MessageChannel();
    after.port1.onmessage = () => {
      within = false;
      const now = performance.now();
      window.late.push(...waiting.map((began) => now - began));
      waiting = [];
    };
    const frame = requestAnimationFrame.bind(window);
    const inside = () => {
      if (!within) {
        within = true;
        after.port2.postMessage(0);
      }
    };
    window.requestAnimationFrame = (call) => frame((time) => (inside(), call(time)));
    addEventListener("input", () => (event ||= performance.now()), true);
    // The page marks the frame in which it shows a reply; a fan may stay as it is where a number hardly moves it.
    const mark = performance.mark.bind(performance);
    performance.mark = (name, ...rest) => {
      if (name === "reply" && event) {
        waiting.push(event);
        event = 0;
        if (!within) {
          frame(inside);
        }
      }
      return mark(name, ...rest);
    };
    addEventListener("load", () => {
      const fan = new MutationObserver((changes) => (window.moved += changes.filter((change) => change.target.matches?.("path.band.wide")).length));
      fan.observe(document.body, { attributes: true, attributeFilter: ["d"], subtree: true });
    });
  });
}

/** Drags a lever to and fro; gives how late each picture was, in order, and how often the fan moved. */
export async function drag(page, path) {
  await page.getByRole("searchbox", { name: "Find a number" }).fill(path);
  const slider = page.locator(`[data-lever="${path}"] input[type=range]`).first();
  await slider.scrollIntoViewIfNeeded();
  const box = await slider.boundingBox();
  // What is worked out for the last one, by the engine beside as well, comes to rest.
  await page.waitForTimeout(6000);
  await page.evaluate(() => ((window.late = []), (window.moved = 0)));
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  for (let step = 0; step < 60; step++) {
    await page.mouse.move(box.x + box.width * (0.35 + 0.3 * Math.abs(Math.sin(step / 9))), box.y + box.height / 2);
    await page.waitForTimeout(33);
  }
  await page.mouse.up();
  await page.waitForTimeout(300);
  const { late, moved } = await page.evaluate(() => ({ late: window.late, moved: window.moved }));
  late.sort((a, b) => a - b);
  console.log(`${path}: ${late.length} events, median ${late[late.length >> 1]?.toFixed(0)} ms, 95 % within ${late[Math.floor(late.length * 0.95)]?.toFixed(0)} ms`);
  return { late, moved };
}
