//! Puts the page into the program: `web/dist` as it is, or built here from `web/` with npm; or none, and the reason.
//!
//! The page never stops a build. Where npm is missing, the registry cannot be reached, or the page cannot be built in [`PATIENCE`], the program is
//! built without it and says so, here and at its address. Nothing is written into `web/`: what is built here is built in the target folder,
//! so that builds side by side do not meet. `SUNWARD_PAGE` names a folder to take instead, or says `none`.
//!
//! A build for release puts the page's engines beside it as WebAssembly, where that target is installed; it takes a minute or two. Without
//! them the page asks the engine of the server, which gives the same bits.

use std::env;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant, SystemTime};

/// Longest time that npm may take for each of its two steps.
const PATIENCE: Duration = Duration::from_secs(180);

/// Longest time that cargo may take for the engine.
const ENGINE_PATIENCE: Duration = Duration::from_secs(1200);

/// What the page loads its engines as, and how each is built: the one that draws, which comes first, and the whole.
const ENGINES: &[(&str, &[&str])] = &[("quick.wasm", &["--no-default-features"]), ("sunward.wasm", &[])];

/// Largest file that is packed as small as it goes, in bytes.
const LARGEST_SQUEEZED: usize = 1 << 20;

/// What they are built for.
const TARGET: &str = "wasm32-unknown-unknown";

/// Rooms above the engine or beside it.
const NOT_IN_ENGINE: &[&str] = &[
    "sunward-server",
    "sunward-cli",
    "sunward-linear",
    "sunward-network",
    "sunward-parquet",
    "sunward-planner",
    "sunward-tracking",
];

/// What of `web/` makes no page.
const NOT_SOURCES: &[&str] = &["node_modules", "dist", "dist-recorded", "tests"];

/// What npm is asked: as the lock file says, without running anything of what it fetches, and without long waits for a registry that is not there.
const INSTALL: &[&str] = &[
    "ci",
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
    "--prefer-offline",
    "--fetch-retries=1",
    "--fetch-timeout=20000",
    "--loglevel=error",
];

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-env-changed=SUNWARD_PAGE");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo says where to write"));
    let root = Path::new(&env::var_os("CARGO_MANIFEST_DIR").expect("cargo says where the package lies")).join("../..");
    let written = match page(&root.join("web"), &out) {
        Ok(folder) => {
            let built = ENGINES.iter().all(|engine| folder.join(engine.0).is_file());
            let engines = if built { Vec::new() } else { engines(&root, &out) };
            // A folder that goes away while it is read is no page either.
            table(&folder, engines, &out)
                .map_err(|error| format!("its files in `{}` cannot be read: {error}", folder.display()))
        }
        Err(reason) => Err(reason),
    };
    let text = written.unwrap_or_else(|reason| {
        println!("cargo:warning=built without the page: {reason}");
        rust("false", &reason, "")
    });
    fs::write(out.join("page.rs"), text).expect("the target folder can be written");
}

/// The folder of the built page, or why there is none.
fn page(web: &Path, out: &Path) -> Result<PathBuf, String> {
    match env::var("SUNWARD_PAGE").ok().filter(|text| !text.is_empty()) {
        Some(text) if text == "none" => return Err("SUNWARD_PAGE says so".into()),
        Some(text) => {
            let folder = PathBuf::from(&text);
            println!("cargo:rerun-if-changed={text}");
            return match folder.join("index.html").is_file() {
                true => Ok(folder),
                false => Err(format!("SUNWARD_PAGE names `{text}`, which has no index.html")),
            };
        }
        None => {}
    }
    if !web.join("package.json").is_file() {
        return Err("there is no folder `web` with its sources".into());
    }
    let mut sources = Vec::new();
    for entry in fs::read_dir(web).map_err(|error| error.to_string())?.flatten() {
        let name = entry.file_name();
        if !NOT_SOURCES.iter().any(|other| name == *other) && !name.to_string_lossy().starts_with('.') {
            println!("cargo:rerun-if-changed={}", entry.path().display());
            sources.push(entry.path());
        }
    }
    let dist = web.join("dist");
    if dist.join("index.html").is_file() {
        println!("cargo:rerun-if-changed={}", dist.display());
        let newest = sources.iter().filter_map(|path| newest(path)).max();
        if newest <= changed(&dist.join("index.html")) {
            return Ok(dist);
        }
    }
    build(web, &sources, &out.join("web"))
}

/// The engines as WebAssembly, or nothing.
fn engines(root: &Path, out: &Path) -> Vec<(&'static str, PathBuf)> {
    if env::var("PROFILE").is_ok_and(|profile| profile != "release") {
        return Vec::new();
    }
    let rustc = env::var_os("RUSTC").unwrap_or("rustc".into());
    let found = Command::new(rustc).args(["--print", "target-libdir", "--target", TARGET]).output();
    let folder = found.ok().filter(|found| found.status.success());
    if !folder.is_some_and(|folder| Path::new(String::from_utf8_lossy(&folder.stdout).trim()).is_dir()) {
        return Vec::new();
    }
    let Ok(rooms) = fs::read_dir(root.join("crates")) else { return Vec::new() };
    let rooms = rooms.flatten();
    let rooms = rooms.filter(|room| !NOT_IN_ENGINE.iter().any(|name| room.file_name() == *name));
    let rooms = rooms.map(|room| room.path().join("src"));
    for path in rooms.chain(["data", "scenarios", "validation", "Cargo.lock"].map(|name| root.join(name))) {
        println!("cargo:rerun-if-changed={}", path.display());
    }
    let built: Result<Vec<_>, String> =
        ENGINES.iter().map(|(name, how)| Ok((*name, engine(root, out, name, how)?))).collect();
    // One without the other is none: the page asks the server for all.
    built.unwrap_or_else(|reason| {
        println!("cargo:warning=the page asks the engine of the server: {reason}");
        Vec::new()
    })
}

/// Builds an engine.
fn engine(root: &Path, out: &Path, name: &str, how: &[&str]) -> Result<PathBuf, String> {
    let target = out.join("engine");
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or("cargo".into()));
    // Everything has been fetched for the build that waits for this one.
    cargo.args([
        "build",
        "--quiet",
        "--locked",
        "--offline",
        "--profile",
        "page",
        "-p",
        "sunward-page",
        "--target",
        TARGET,
    ]);
    cargo.args(how);
    // What was said for the native build does not go for this one.
    for name in ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "RUSTC_WRAPPER", "RUSTC_WORKSPACE_WRAPPER"] {
        cargo.env_remove(name);
    }
    cargo.current_dir(root).env("CARGO_TARGET_DIR", &target);
    run(cargo, &format!("cargo build of {name}"), &out.join(format!("{name}.log")), ENGINE_PATIENCE)?;
    // The next one has the same name where cargo leaves it.
    let (made, kept) = (target.join(TARGET).join("page/sunward_page.wasm"), out.join(name));
    fs::copy(&made, &kept).map_err(|error| format!("{} cannot be copied: {error}", made.display()))?;
    Ok(kept)
}

/// When a file was last changed.
fn changed(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|about| about.modified()).ok()
}

/// When anything below a path was last changed.
fn newest(path: &Path) -> Option<SystemTime> {
    if !path.is_dir() {
        return changed(path);
    }
    fs::read_dir(path).ok()?.flatten().filter_map(|entry| newest(&entry.path())).max()
}

/// Builds the page from its sources, in the target folder.
fn build(web: &Path, sources: &[PathBuf], place: &Path) -> Result<PathBuf, String> {
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let found = Command::new(npm).arg("--version").stdin(Stdio::null()).output();
    if !found.is_ok_and(|output| output.status.success()) {
        return Err("npm is not installed".into());
    }
    let said = |error: std::io::Error| format!("its sources cannot be copied: {error}");
    // What npm fetched before may stay: it goes by the lock file.
    for entry in fs::read_dir(place).into_iter().flatten().flatten().filter(|entry| entry.file_name() != "node_modules")
    {
        let path = entry.path();
        let removed = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
        removed.map_err(said)?;
    }
    fs::create_dir_all(place).map_err(said)?;
    for source in sources {
        copy(source, &place.join(source.file_name().expect("an entry of a folder has a name"))).map_err(said)?;
    }
    let modules = place.join("node_modules");
    // Whoever works on the page has fetched everything.
    let linked =
        web.join("node_modules").is_dir() && (modules.is_symlink() || link(&web.join("node_modules"), &modules));
    if !linked {
        if modules.is_symlink() {
            fs::remove_file(&modules).map_err(said)?;
        }
        step(npm, INSTALL, place)?;
    }
    step(npm, &["run", "build"], place)?;
    let dist = place.join("dist");
    if dist.join("index.html").is_file() { Ok(dist) } else { Err("`npm run build` made no dist/index.html".into()) }
}

fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    if !from.is_dir() {
        return fs::copy(from, to).map(drop);
    }
    fs::create_dir_all(to)?;
    fs::read_dir(from)?.flatten().try_for_each(|entry| copy(&entry.path(), &to.join(entry.file_name())))
}

#[cfg(unix)]
fn link(from: &Path, to: &Path) -> bool {
    !to.exists() && from.canonicalize().and_then(|from| std::os::unix::fs::symlink(from, to)).is_ok()
}

#[cfg(not(unix))]
fn link(_: &Path, _: &Path) -> bool {
    false
}

/// One step of npm.
fn step(npm: &str, words: &[&str], place: &Path) -> Result<(), String> {
    let mut command = Command::new(npm);
    command.args(words).current_dir(place);
    run(command, &format!("`npm {}`", words[0]), &place.join("npm.log"), PATIENCE)
}

/// Runs a command, and ends it with all that it started when it takes too long.
fn run(mut command: Command, step: &str, log: &Path, patience: Duration) -> Result<(), String> {
    let said = |error: std::io::Error| format!("{step} cannot run: {error}");
    let out = fs::File::create(log).map_err(said)?;
    command.stdin(Stdio::null()).stderr(out.try_clone().map_err(said)?).stdout(out);
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    let mut child = command.spawn().map_err(said)?;
    let start = Instant::now();
    loop {
        match child.try_wait().map_err(said)? {
            Some(status) if status.success() => return Ok(()),
            Some(_) => {
                let text = fs::read_to_string(log).unwrap_or_default();
                let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
                let last = lines[lines.len().saturating_sub(3)..].join(" / ");
                return Err(format!("{step} failed: {last} (all of it: {})", log.display()));
            }
            None if start.elapsed() > patience => {
                #[cfg(unix)]
                let _ = Command::new("kill").args(["-KILL", "--", &format!("-{}", child.id())]).status();
                let _ = child.kill();
                let _ = child.wait();
                return Err(format!("{step} took longer than {} s", patience.as_secs()));
            }
            None => std::thread::sleep(Duration::from_millis(100)),
        }
    }
}

/// Every file below the folder, packed beside it, as a table in Rust.
fn table(folder: &Path, engines: Vec<(&'static str, PathBuf)>, out: &Path) -> std::io::Result<String> {
    let packed = out.join("packed");
    let _ = fs::remove_dir_all(&packed);
    fs::create_dir_all(&packed)?;
    let folder = folder.canonicalize()?;
    let mut paths = Vec::new();
    let mut folders = vec![folder.clone()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next)? {
            let path = entry?.path();
            if path.is_dir() { folders.push(path) } else { paths.push(path) }
        }
    }
    paths.sort();
    let name = |path: &PathBuf| path.strip_prefix(&folder).expect("it lies below").to_string_lossy().replace('\\', "/");
    let mut all: Vec<(String, PathBuf)> = paths.iter().map(|path| (name(path), path.clone())).collect();
    all.retain(|(name, _)| !engines.iter().any(|engine| engine.0 == name));
    all.extend(engines.into_iter().map(|(name, path)| (name.into(), path)));
    let mut rows = String::new();
    for (index, (name, path)) in all.iter().enumerate() {
        // A copy, so that the program does not change with the folder before the next build.
        let bytes = fs::read(path)?;
        let copy = packed.join(format!("{index}"));
        fs::write(&copy, &bytes)?;
        let small = squeezed(&bytes)?;
        let gzip = packed.join(format!("{index}.gz"));
        let smaller = small.len() < bytes.len();
        if smaller {
            fs::write(&gzip, &small)?;
        }
        let packed = if smaller { format!("Some(include_bytes!({gzip:?}))") } else { "None".into() };
        rows.push_str(&format!(
            "    File {{ path: {:?}, bytes: include_bytes!({copy:?}), packed: {packed}, print: \"{:016x}\" }},\n",
            format!("/{name}"),
            print(&bytes)
        ));
    }
    Ok(rust("true", "", &rows))
}

/// As gzip. What a first visit waits for is packed as small as it goes, which takes some seconds; the rest as usual.
fn squeezed(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    if bytes.len() <= LARGEST_SQUEEZED && env::var("PROFILE").is_ok_and(|profile| profile == "release") {
        let mut small = Vec::new();
        zopfli::compress(zopfli::Options::default(), zopfli::Format::Gzip, bytes, &mut small)?;
        return Ok(small);
    }
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
}

/// FNV-1a: differs where the bytes do, but for one time in 2^64.
fn print(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |print, byte| (print ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

fn rust(built_in: &str, reason: &str, rows: &str) -> String {
    format!(
        "/// Whether the page is part of this program.\nconst PAGE_IS_BUILT_IN: bool = {built_in};\n\n\
         /// Why it is not.\nconst NO_PAGE_REASON: &str = {reason:?};\n\n\
         /// Every file of the page.\nstatic FILES: &[File] = &[\n{rows}];\n"
    )
}
