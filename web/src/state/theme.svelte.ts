export type Theme = "system" | "light" | "dark";

const KEY = "sunward.theme";

function kept(): Theme {
  try {
    const found = localStorage.getItem(KEY);
    return found === "light" || found === "dark" ? found : "system";
  } catch {
    return "system";
  }
}

class Appearance {
  theme = $state<Theme>(kept());

  apply(): void {
    if (this.theme === "system") {
      delete document.documentElement.dataset["theme"];
    } else {
      document.documentElement.dataset["theme"] = this.theme;
    }
  }

  choose(theme: Theme): void {
    this.theme = theme;
    this.apply();
    try {
      localStorage.setItem(KEY, theme);
    } catch {
      // A browser that keeps nothing shows the choice until the page is left.
    }
  }
}

export const appearance = new Appearance();
