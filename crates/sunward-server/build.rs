//! Puts the page into the program: `web/dist` as it is, or built here from `web/` with npm; or none, and the reason.
//!
//! The page never stops a build. Where npm is missing, the registry cannot be reached, or the page cannot be built in [`PATIENCE`], the program is
//! built without it and says so, here and at its address. Nothing is written into `web/`: what is built here is built in the target folder,
//! so that builds side by side do not meet. `SUNWARD_PAGE` names a folder to take instead, or says `none`.

use std::env;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant, SystemTime};

/// Longest time that npm may take for each of its two steps.
const PATIENCE: Duration = Duration::from_secs(180);

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
    let web = Path::new(&env::var_os("CARGO_MANIFEST_DIR").expect("cargo says where the package lies")).join("../../web");
    let written = match page(&web, &out) {
        Ok(folder) => {
            // A folder that goes away while it is read is no page either.
            table(&folder, &out).map_err(|error| format!("its files in `{}` cannot be read: {error}", folder.display()))
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
    for entry in fs::read_dir(place).into_iter().flatten().flatten().filter(|entry| entry.file_name() != "node_modules") {
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
    let linked = web.join("node_modules").is_dir() && (modules.is_symlink() || link(&web.join("node_modules"), &modules));
    if !linked {
        if modules.is_symlink() {
            fs::remove_file(&modules).map_err(said)?;
        }
        run(npm, INSTALL, place)?;
    }
    run(npm, &["run", "build"], place)?;
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

/// Runs a step of npm, and ends it with all that it started when it takes too long.
fn run(npm: &str, words: &[&str], place: &Path) -> Result<(), String> {
    let step = format!("`npm {}`", words[..words.len().min(2)].join(" ").replace(" --ignore-scripts", ""));
    let log = place.join("npm.log");
    let said = |error: std::io::Error| format!("{step} cannot run: {error}");
    let out = fs::File::create(&log).map_err(said)?;
    let mut command = Command::new(npm);
    command.args(words).current_dir(place).stdin(Stdio::null());
    command.stderr(out.try_clone().map_err(said)?).stdout(out);
    // Should the page's build run cargo, it must not wait for the lock of the build that waits for it.
    command.env("CARGO_TARGET_DIR", place.join("target"));
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    let mut child = command.spawn().map_err(said)?;
    let start = Instant::now();
    loop {
        match child.try_wait().map_err(said)? {
            Some(status) if status.success() => return Ok(()),
            Some(_) => {
                let text = fs::read_to_string(&log).unwrap_or_default();
                let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
                let last = lines[lines.len().saturating_sub(3)..].join(" / ");
                return Err(format!("{step} failed: {last} (all of it: {})", log.display()));
            }
            None if start.elapsed() > PATIENCE => {
                #[cfg(unix)]
                let _ = Command::new("kill").args(["-KILL", "--", &format!("-{}", child.id())]).status();
                let _ = child.kill();
                let _ = child.wait();
                return Err(format!("{step} took longer than {} s", PATIENCE.as_secs()));
            }
            None => std::thread::sleep(Duration::from_millis(100)),
        }
    }
}

/// Every file below the folder, packed beside it, as a table in Rust.
fn table(folder: &Path, out: &Path) -> std::io::Result<String> {
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
    let mut rows = String::new();
    for (index, path) in paths.iter().enumerate() {
        println!("cargo:rerun-if-changed={}", path.display());
        // A copy, so that the program does not change with the folder before the next build.
        let bytes = fs::read(path)?;
        let copy = packed.join(format!("{index}"));
        fs::write(&copy, &bytes)?;
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(&bytes)?;
        let small = encoder.finish()?;
        let gzip = packed.join(format!("{index}.gz"));
        let smaller = small.len() < bytes.len();
        if smaller {
            fs::write(&gzip, &small)?;
        }
        let name = path.strip_prefix(&folder).expect("it lies below").to_string_lossy().replace('\\', "/");
        let packed = if smaller { format!("Some(include_bytes!({gzip:?}))") } else { "None".into() };
        rows.push_str(&format!(
            "    File {{ path: {:?}, bytes: include_bytes!({copy:?}), packed: {packed}, print: \"{:016x}\" }},\n",
            format!("/{name}"),
            print(&bytes)
        ));
    }
    Ok(rust("true", "", &rows))
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
