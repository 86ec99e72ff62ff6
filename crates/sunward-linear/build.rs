//! Compiles HiGHS once for each target folder and says where the library lies.
//!
//! The sources come with the crate `highs-sys`, which the lock file pins and nobody builds. A C++ compiler is all that is
//! needed. Every profile shares one library, `TARGET_FOLDER/highs-VERSION-HASH/libhighs.a`: it is always optimised,
//! and compiling it takes minutes. It is written under another name first and then renamed, so that builds side by side do
//! not meet and one that was cut short leaves nothing that looks finished.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, exit};

/// The crate that carries the sources; Cargo.toml names the same.
const CRATE: &str = "highs-sys";
/// Its version, which is the version of HiGHS.
const VERSION: &str = "1.16.0";
/// Raise it when something below changes what is compiled and the flags do not show it.
const RECIPE: u32 = 1;

/// Lists in `cmake/sources.cmake` that make the library, with the folder that they start from.
const LISTS: &[(&str, &str)] = &[
    ("highs_sources", "highs"),
    ("cupdlp_sources", "highs"),
    ("ipx_sources", "highs"),
    ("basiclu_sources", "highs"),
    ("hipo_sources", "highs"),
    ("factor_highs_sources", "highs"),
    ("hipo_util_sources", "highs"),
];

/// What says which optional libraries were built in: here, none.
const EXTRAS: &[&str] = &["extern/HighsExtrasApi.cpp", "extern/HighsExtrasExternalDeps.cpp"];

/// Folders with headers.
const HEADERS: &[&str] = &[
    "extern",
    "highs",
    "highs/interfaces",
    "highs/io",
    "highs/io/filereader",
    "highs/ipm",
    "highs/ipm/ipx",
    "highs/ipm/basiclu",
    "highs/lp_data",
    "highs/mip",
    "highs/model",
    "highs/parallel",
    "highs/pdlp",
    "highs/pdlp/cupdlp",
    "highs/pdlp/hipdlp",
    "highs/presolve",
    "highs/qpsolver",
    "highs/simplex",
    "highs/util",
];

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=Cargo.toml");
    // Another compiler or other flags are another recipe.
    for name in ["CC", "CXX", "CFLAGS", "CXXFLAGS"] {
        println!("cargo:rerun-if-env-changed={name}");
    }
    if let Err(message) = build() {
        for line in message.lines() {
            println!("cargo:warning={line}");
        }
        eprintln!("{message}");
        exit(1);
    }
}

fn build() -> Result<(), String> {
    let out = PathBuf::from(variable("OUT_DIR")?);
    let target = variable("TARGET")?;
    let hash = hash(&target)?;
    let shelf = target_folder(&out, &target).join(format!("highs-{VERSION}-{hash:016x}"));
    let name = if target.contains("msvc") { "highs.lib" } else { "libhighs.a" };
    let library = shelf.join(name);
    // Cargo runs this script again when the library has gone.
    println!("cargo:rerun-if-changed={}", library.display());
    if !library.is_file() {
        let finished = compile(&sources()?, &out, name)?;
        keep(&finished, &library).map_err(|error| format!("{} cannot be written: {error}", library.display()))?;
    }
    println!("cargo:rustc-link-search=native={}", shelf.display());
    println!("cargo:rustc-link-lib=static=highs");
    if target.contains("apple") || target.contains("freebsd") {
        println!("cargo:rustc-link-lib=c++");
    } else if !target.contains("msvc") {
        println!("cargo:rustc-link-lib=stdc++");
    }
    Ok(())
}

fn variable(name: &str) -> Result<String, String> {
    env::var(name).map_err(|_| format!("{name} is not set; this script is meant to be run by cargo"))
}

/// `TARGET_FOLDER/[TRIPLE/]PROFILE/build/sunward-linear-HASH/out` → `TARGET_FOLDER`; the folder for outputs itself where
/// cargo lays things out otherwise.
fn target_folder(out: &Path, target: &str) -> PathBuf {
    let Some(build) = out.ancestors().find(|folder| folder.ends_with("build")) else { return out.to_path_buf() };
    let Some(folder) = build.parent().and_then(Path::parent) else { return out.to_path_buf() };
    match folder.parent() {
        Some(parent) if folder.ends_with(target) => parent.to_path_buf(),
        _ => folder.to_path_buf(),
    }
}

/// One recipe for all files of a language, whatever the profile.
fn compiler(cpp: bool, target: &str) -> cc::Build {
    let mut build = cc::Build::new();
    build.cpp(cpp).opt_level(2).debug(false).pic(true).warnings(false).cargo_metadata(false);
    build.define("NDEBUG", None).define("HIGHS_EXTRAS_VERSION", Some(format!("\"{VERSION}\"").as_str()));
    if target.contains("msvc") {
        build.flag("/bigobj").flag("/w").define("_CRT_SECURE_NO_WARNINGS", None);
        if cpp {
            build.flag("/EHsc");
        }
    } else {
        // Products and sums are rounded one by one, so that every machine gives the same bits.
        build.flag("-w").flag("-ffp-contract=off");
        if cpp {
            build.std("c++11").flag("-ftemplate-depth=2048");
        }
    }
    build
}

/// Names the recipe: compilers with their flags, target, version. FNV-1a: the standard library's hash may change with its version.
fn hash(target: &str) -> Result<u64, String> {
    let mut text = format!("{VERSION} {RECIPE} {target} {CONFIGURATION} {LISTS:?} {EXTRAS:?}");
    for cpp in [true, false] {
        let tool = compiler(cpp, target).try_get_compiler().map_err(|error| no_compiler(&error))?;
        text.push_str(&format!(" {:?} {:?}", tool.path(), tool.args()));
    }
    Ok(text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)))
}

fn no_compiler(error: &cc::Error) -> String {
    format!(
        "sunward-linear compiles HiGHS and found no C++ compiler that works ({error}).\n\
         Install one (Debian: `apt-get install g++`; macOS: `xcode-select --install`), or name yours in the variable CXX."
    )
}

/// The folder `HiGHS` of the crate that carries the sources, wherever cargo keeps it; cargo fetches it where it is missing.
fn sources() -> Result<PathBuf, String> {
    let cargo = variable("CARGO")?;
    let folder = variable("CARGO_MANIFEST_DIR")?;
    let ask = |locked: bool| {
        let mut command = Command::new(&cargo);
        command.args(["metadata", "--format-version", "1"]).current_dir(&folder);
        if locked {
            command.arg("--locked");
        }
        command.output().map_err(|error| format!("`{cargo} metadata` cannot be run: {error}"))
    };
    let mut answer = ask(true)?;
    if !answer.status.success() {
        answer = ask(false)?;
    }
    let remedy = format!(
        "HiGHS comes with the crate {CRATE} {VERSION}. Run `cargo fetch` once where the registry can be reached, or put the crate into \
         the folder of vendored crates."
    );
    if !answer.status.success() {
        return Err(format!("`cargo metadata` failed:\n{}{remedy}", String::from_utf8_lossy(&answer.stderr)));
    }
    let answer: serde_json::Value = serde_json::from_slice(&answer.stdout)
        .map_err(|error| format!("the answer of `cargo metadata` cannot be read: {error}"))?;
    let manifest = answer["packages"]
        .as_array()
        .into_iter()
        .flatten()
        .find(|package| package["name"] == CRATE && package["version"] == VERSION)
        .and_then(|package| package["manifest_path"].as_str())
        .ok_or_else(|| format!("`cargo metadata` does not name {CRATE} {VERSION}. {remedy}"))?;
    let sources = Path::new(manifest).with_file_name("HiGHS");
    if sources.join("cmake/sources.cmake").is_file() {
        Ok(sources)
    } else {
        Err(format!("{} holds no sources. {remedy}", sources.display()))
    }
}

/// The files of one list of `sources.cmake`: `set(NAME file file …)`.
fn listed(page: &str, name: &str) -> Result<Vec<String>, String> {
    let (_, rest) = page.split_once(&format!("set({name}\n")).ok_or_else(|| format!("sources.cmake has no {name}"))?;
    let (list, _) = rest.split_once(')').ok_or_else(|| format!("{name} in sources.cmake does not end"))?;
    Ok(list.split_whitespace().map(str::to_string).collect())
}

/// `HConfig.h` as CMake writes it for a release without compression, graphics processors or optional libraries.
const CONFIGURATION: &str = "\
#ifndef HCONFIG_H_
#define HCONFIG_H_
#define FAST_BUILD
#define CUPDLP_CPU
#define CMAKE_BUILD_TYPE \"Release\"
#if defined(__x86_64__) || defined(__i386__)
#define HIGHS_HAVE_MM_PAUSE
#endif
#if defined(__GNUC__)
#define HIGHS_HAVE_BUILTIN_CLZ
#elif defined(_MSC_VER)
#define HIGHS_HAVE_BITSCAN_REVERSE
#endif
#define HIGHS_GITHASH \"unknown\"
";

/// Compiles everything below the folder of outputs, which cargo keeps to one build at a time.
fn compile(sources: &Path, out: &Path, name: &str) -> Result<PathBuf, String> {
    let target = variable("TARGET")?;
    let read = |path: PathBuf| fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()));
    let page = read(sources.join("cmake/sources.cmake"))?;
    let work = out.join("highs");
    let _ = fs::remove_dir_all(&work);
    fs::create_dir_all(&work).map_err(|error| format!("{}: {error}", work.display()))?;
    let numbers: Vec<&str> = VERSION.split('.').collect();
    let configuration = format!(
        "{CONFIGURATION}#define HIGHS_VERSION_MAJOR {}\n#define HIGHS_VERSION_MINOR {}\n#define HIGHS_VERSION_PATCH {}\n#endif\n",
        numbers[0], numbers[1], numbers[2]
    );
    fs::write(work.join("HConfig.h"), configuration).map_err(|error| format!("HConfig.h: {error}"))?;

    let mut files: Vec<PathBuf> = EXTRAS.iter().map(|file| sources.join(file)).collect();
    for (list, folder) in LISTS {
        files.extend(listed(&page, list)?.iter().map(|file| sources.join(folder).join(file)));
    }
    let mut library = compiler(true, &target);
    library.out_dir(&work);
    for cpp in [true, false] {
        let of_language =
            files.iter().filter(|file| file.extension().is_some_and(|extension| (extension != "c") == cpp));
        let mut build = compiler(cpp, &target);
        build.out_dir(&work).include(&work).includes(HEADERS.iter().map(|folder| sources.join(folder)));
        let objects = build.files(of_language).try_compile_intermediates().map_err(|error| no_compiler(&error))?;
        library.objects(objects);
    }
    library.try_compile("highs").map_err(|error| format!("the library of HiGHS cannot be put together: {error}"))?;
    Ok(work.join(name))
}

/// Puts the finished library on its shelf in one step.
fn keep(finished: &Path, library: &Path) -> std::io::Result<()> {
    let shelf = library.parent().expect("the library has a folder");
    fs::create_dir_all(shelf)?;
    let unfinished = shelf.join(format!("unfinished-{}", std::process::id()));
    fs::copy(finished, &unfinished)?;
    fs::rename(&unfinished, library)?;
    // Objects take room and are of no use any more.
    let _ = fs::remove_dir_all(finished.parent().expect("the library was made in a folder"));
    Ok(())
}
