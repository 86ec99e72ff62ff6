//! Files on a real disk: what is refused, and what is not.

use std::path::{Path, PathBuf};
use sunward_scenario::files::LARGEST_FILE;
use sunward_scenario::{Code, DiskFiles, MemoryFiles, Mistakes, read};

const BASE: &str = include_str!("base.toml");

/// A folder that is removed when the test ends.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("sunward-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(path.join("study/parts")).unwrap();
        let folder = Self(path);
        folder.write("study/parts/base.toml", BASE);
        folder
    }
    fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
    fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        std::fs::write(self.path(name), text).unwrap();
    }
    /// The codes of a scenario with these includes beside the base.
    fn codes_with(&self, includes: &[&str]) -> Vec<Code> {
        let list = [&["parts/base.toml"], includes].concat();
        self.write("study/scenario.toml", format!("include = {list:?}\n"));
        codes(&self.path("study/scenario.toml"))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn mistakes(path: &Path) -> Option<Mistakes> {
    read(&DiskFiles::new(path)).err()
}

fn codes(path: &Path) -> Vec<Code> {
    mistakes(path).map_or(Vec::new(), |mistakes| mistakes.mistakes.iter().map(|mistake| mistake.code).collect())
}

#[test]
fn a_folder_below_the_scenario_may_be_included() {
    let folder = Folder::new("below");
    assert_eq!(folder.codes_with(&[]), []);
    assert_eq!(folder.codes_with(&["./parts/base.toml", "parts/../parts/base.toml"]), []);
}

#[test]
fn a_scenario_that_is_not_there_says_so() {
    let folder = Folder::new("missing");
    let mistakes = mistakes(&folder.path("study/none.toml")).unwrap();
    assert_eq!(mistakes.mistakes[0].code, Code::Unreadable);
    assert!(mistakes.to_string().contains("none.toml"), "{mistakes}");
}

#[test]
fn a_folder_is_no_scenario() {
    let folder = Folder::new("folder");
    let mistakes = mistakes(&folder.path("study")).unwrap();
    assert_eq!(mistakes.mistakes[0].code, Code::Unreadable);
    assert!(mistakes.to_string().contains("it is a folder"), "{mistakes}");
    assert_eq!(folder.codes_with(&["parts"]), [Code::Unreadable]);
    assert_eq!(folder.codes_with(&[""]), [Code::Unreadable]);
}

#[test]
fn paths_that_lead_outside_are_refused() {
    let folder = Folder::new("outside");
    folder.write("secret.toml", HEAVIER);
    let absolute = folder.path("study/parts/base.toml").display().to_string();
    for path in ["../secret.toml", "parts/../../secret.toml", "/etc/passwd", &absolute, "..\\secret.toml", ".."] {
        assert_eq!(folder.codes_with(&[path]), [Code::IncludeOutside], "{path}");
    }
}

const HEAVIER: &str = "[chip.c1]\nmass = { best = \"8 kg\", source = \"guess\" }\n";

#[cfg(unix)]
#[test]
fn a_link_that_leads_outside_is_refused() {
    use std::os::unix::fs::symlink;
    let folder = Folder::new("link-outside");
    folder.write("secret.toml", HEAVIER);
    symlink(folder.path("secret.toml"), folder.path("study/link.toml")).unwrap();
    symlink("../secret.toml", folder.path("study/near.toml")).unwrap();
    symlink("/", folder.path("study/root")).unwrap();
    assert_eq!(folder.codes_with(&["link.toml"]), [Code::IncludeOutside]);
    assert_eq!(folder.codes_with(&["near.toml"]), [Code::IncludeOutside]);
    assert_eq!(folder.codes_with(&["root/etc/hostname"]), [Code::IncludeOutside]);
}

#[cfg(unix)]
#[test]
fn a_link_inside_the_folder_is_the_file_it_leads_to() {
    use std::os::unix::fs::symlink;
    let folder = Folder::new("link-inside");
    symlink("parts/base.toml", folder.path("study/same.toml")).unwrap();
    folder.write("study/heavier.toml", format!("include = [\"same.toml\"]\n{HEAVIER}"));
    assert_eq!(folder.codes_with(&["heavier.toml", "same.toml"]), []);
    let model = read(&DiskFiles::new(folder.path("study/scenario.toml"))).unwrap();
    assert_eq!(model.register.find("chip.c1.mass").unwrap().value.at(2030), 8.0);
}

#[cfg(unix)]
#[test]
fn links_in_a_circle_are_refused() {
    use std::os::unix::fs::symlink;
    let folder = Folder::new("link-circle");
    symlink("b.toml", folder.path("study/a.toml")).unwrap();
    symlink("a.toml", folder.path("study/b.toml")).unwrap();
    symlink("scenario.toml", folder.path("study/me.toml")).unwrap();
    assert_eq!(folder.codes_with(&["a.toml"]), [Code::Unreadable]);
    assert_eq!(folder.codes_with(&["me.toml"]), [Code::IncludeLoop]);
    assert_eq!(codes(&folder.path("study/a.toml")), [Code::Unreadable]);
}

#[cfg(unix)]
#[test]
fn a_scenario_reached_by_a_link_cannot_include_itself() {
    use std::os::unix::fs::symlink;
    let folder = Folder::new("link-main");
    symlink("real.toml", folder.path("study/scenario.toml")).unwrap();
    folder.write("study/real.toml", "include = [\"parts/base.toml\", \"real.toml\"]\n");
    assert_eq!(codes(&folder.path("study/scenario.toml")), [Code::IncludeLoop]);
}

#[cfg(unix)]
#[test]
fn a_device_is_no_scenario() {
    assert_eq!(codes(Path::new("/dev/zero")), [Code::Unreadable]);
}

#[test]
fn a_file_over_ten_megabytes_is_refused() {
    let folder = Folder::new("large");
    let large = vec![b'#'; LARGEST_FILE as usize + 1];
    folder.write("study/large.toml", &large);
    let mistakes = mistakes(&folder.path("study/large.toml")).unwrap();
    assert_eq!(mistakes.mistakes[0].code, Code::TooLarge);
    assert!(mistakes.to_string().contains("10.0 MB; at most 10 MB are read"), "{mistakes}");
    assert_eq!(folder.codes_with(&["large.toml"]), [Code::TooLarge]);
    let memory = MemoryFiles::new("large.toml", large);
    assert_eq!(read(&memory).unwrap_err().mistakes[0].code, Code::TooLarge);
}

#[test]
fn more_than_a_hundred_files_are_refused() {
    let mut files = MemoryFiles::new("0.toml", "include = [\"1.toml\"]").with("base.toml", BASE);
    for i in 1..150 {
        files = files.with(&format!("{i}.toml"), format!("include = [\"base.toml\", \"{}.toml\"]", i + 1));
    }
    let mistakes = read(&files).unwrap_err();
    assert_eq!(mistakes.mistakes.iter().map(|mistake| mistake.code).collect::<Vec<_>>(), [Code::TooLarge]);
}

#[test]
fn the_same_file_named_a_million_times_is_refused_soon() {
    let list = "\"base.toml\",".repeat(500_000);
    let files = MemoryFiles::new("main.toml", format!("include = [{list}]")).with("base.toml", BASE);
    assert_eq!(read(&files).unwrap_err().mistakes[0].code, Code::TooLarge);
}
