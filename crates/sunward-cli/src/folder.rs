//! A folder of results, or a file, is written beside its place and put there as a whole: a run that is killed at any moment
//! leaves the results before it as they were.

use anyhow::{Context, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock};

/// Every folder of results holds this file; a folder without it is somebody else's and is not replaced.
const MARK: &str = "results.json";

/// Folders and files being written, for the handler of interrupts.
static WRITING: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// Asks a solver to stop; there only once one may be at work.
static STOP: OnceLock<Arc<AtomicBool>> = OnceLock::new();

/// From now on the first interrupt asks a solver to stop, and the command ends by itself; the second one ends it at once.
pub fn stop_solver_when_interrupted() -> Arc<AtomicBool> {
    STOP.get_or_init(|| Arc::new(AtomicBool::new(false))).clone()
}

/// On Ctrl-C or a request to end: remove what is half-written and leave with status 130.
pub fn clean_up_when_interrupted() {
    let _ = ctrlc::set_handler(|| {
        // A solver in the middle of its work is asked, not cut off.
        if STOP.get().is_some_and(|stop| !stop.swap(true, Ordering::Relaxed)) {
            return;
        }
        // Held until the end, so that no folder is put in place meanwhile.
        let held = writing();
        for path in held.iter() {
            let _ = fs::remove_dir_all(path);
            let _ = fs::remove_file(path);
        }
        say_interrupted();
        std::process::exit(130);
    });
}

/// Says that nothing was changed.
pub fn say_interrupted() {
    eprintln!("\nsunward: interrupted; results already there are as they were");
}

/// A folder that one command at a time adds to a file of; given back when dropped, or when the process ends in whatever way.
pub struct Held {
    _folder: Option<fs::File>,
}

impl Held {
    /// Waits until nobody else holds the folder of `target`.
    pub fn around(target: &Path) -> Result<Self> {
        let folder = match target.parent() {
            Some(parent) if parent != Path::new("") => parent,
            _ => Path::new("."),
        };
        if !folder.is_dir() {
            bail!("there is no folder `{}` to write `{}` in", folder.display(), target.display());
        }
        Ok(Self { _folder: lock(folder) })
    }
}

/// The folder itself is locked: a file would be replaced under the lock. Where the system has no locks (some network disks), what is
/// read and what is replaced are compared by the caller, which leaves a gap of a moment.
#[cfg(unix)]
fn lock(folder: &Path) -> Option<fs::File> {
    use rustix::fs::{FlockOperation, flock};
    let folder = fs::File::open(folder).ok()?;
    if flock(&folder, FlockOperation::NonBlockingLockExclusive) == Err(rustix::io::Errno::WOULDBLOCK) {
        eprintln!("sunward: waiting for another command that writes here");
        flock(&folder, FlockOperation::LockExclusive).ok()?;
    }
    Some(folder)
}

#[cfg(not(unix))]
fn lock(_: &Path) -> Option<fs::File> {
    None
}

/// Writes one file whole: beside its place, and put there when all of it is on the disk.
pub fn write_whole(target: &Path, bytes: &[u8]) -> Result<()> {
    let file = PartFile::create(target)?;
    let write = || -> std::io::Result<()> {
        use std::io::Write;
        file.open_new()?.write_all(bytes)
    };
    write().with_context(|| format!("cannot write `{}`", target.display()))?;
    file.finish()
}

/// A file being written beside its place.
pub struct PartFile {
    target: PathBuf,
    part: PathBuf,
}

impl PartFile {
    /// Beside `target`, whose place it will take; nothing is written yet.
    pub fn create(target: &Path) -> Result<Self> {
        let name = target.file_name().with_context(|| format!("`{}` cannot be a file", target.display()))?;
        if target.is_dir() {
            bail!("`{}` is a folder; give the name of a file", target.display());
        }
        let part = target.with_file_name(format!(".{}.{}.part", name.to_string_lossy(), std::process::id()));
        writing().push(part.clone());
        Ok(Self { target: target.to_path_buf(), part })
    }

    /// The file, empty.
    pub fn open(&self) -> Result<fs::File> {
        self.open_new().with_context(|| format!("cannot write `{}`", self.target.display()))
    }

    fn open_new(&self) -> std::io::Result<fs::File> {
        fs::File::create(&self.part)
    }

    /// Puts it in its place when all of it is on the disk.
    pub fn finish(self) -> Result<()> {
        let synced = fs::File::open(&self.part).and_then(|file| file.sync_all());
        let _held = writing();
        synced
            .and_then(|()| fs::rename(&self.part, &self.target))
            .with_context(|| format!("cannot write `{}`", self.target.display()))
    }
}

impl Drop for PartFile {
    fn drop(&mut self) {
        // After `finish` there is nothing left.
        let _ = fs::remove_file(&self.part);
        writing().retain(|path| *path != self.part);
    }
}

/// What is being written, for the handler of interrupts, which removes it.
fn writing() -> std::sync::MutexGuard<'static, Vec<PathBuf>> {
    WRITING.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// A folder being written.
pub struct NewFolder {
    target: PathBuf,
    part: PathBuf,
}

impl NewFolder {
    /// Starts a folder that will take the place of `target`.
    pub fn start(target: &Path) -> Result<Self> {
        // `out/` and `out` are one folder.
        let target: PathBuf = target.components().collect();
        let name =
            target.file_name().with_context(|| format!("`{}` cannot be a folder of results", target.display()))?;
        let parent = match target.parent() {
            Some(parent) if parent != Path::new("") => parent.to_path_buf(),
            _ => PathBuf::from("."),
        };
        check_replaceable(&target)?;
        fs::create_dir_all(&parent).with_context(|| format!("cannot make the folder `{}`", parent.display()))?;
        let name = name.to_string_lossy().into_owned();
        remove_leftovers(&parent, &name);
        let part = parent.join(format!(".{name}.{}.part", std::process::id()));
        let mut held = writing();
        fs::create_dir(&part).with_context(|| format!("cannot write in `{}`", parent.display()))?;
        held.push(part.clone());
        drop(held);
        Ok(Self { target, part })
    }

    /// Writes one file, by its path inside the folder.
    pub fn write(&self, name: &str, bytes: &[u8]) -> Result<()> {
        let path = self.part.join(name);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let write = || -> std::io::Result<()> {
            use std::io::Write;
            let mut file = fs::File::create(&path)?;
            file.write_all(bytes)?;
            // Only what is on the disk counts: a full disk shows here.
            file.sync_all()
        };
        write().with_context(|| {
            format!("cannot write `{}`; the results before are as they were", self.target.join(name).display())
        })
    }

    /// Puts the folder in its place.
    pub fn finish(self) -> Result<()> {
        let mut held = writing();
        check_replaceable(&self.target)?;
        put_in_place(&self.part, &self.target)
            .with_context(|| format!("cannot put the results at `{}`", self.target.display()))?;
        held.retain(|path| *path != self.part);
        Ok(())
    }
}

impl Drop for NewFolder {
    fn drop(&mut self) {
        // After `finish` this is the folder that was replaced, or nothing.
        let _ = fs::remove_dir_all(&self.part);
        writing().retain(|path| *path != self.part);
    }
}

fn check_replaceable(target: &Path) -> Result<()> {
    let about = match fs::symlink_metadata(target) {
        Ok(about) => about,
        Err(_) => return Ok(()),
    };
    if !about.is_dir() {
        bail!("`{}` is not a folder; give another place with `--out`", target.display());
    }
    let empty =
        fs::read_dir(target).with_context(|| format!("cannot look into `{}`", target.display()))?.next().is_none();
    if !empty && !target.join(MARK).is_file() {
        bail!("`{}` holds files that are not Sunward's results; give another place with `--out`", target.display());
    }
    Ok(())
}

/// Exchanges the two folders in one step where the system can, else by two renames.
fn put_in_place(part: &Path, target: &Path) -> std::io::Result<()> {
    // Several runs may end at once: whoever finds the place taken exchanges.
    for _ in 0..8 {
        match rename_new(part, target) {
            Ok(()) => return Ok(()),
            Err(error) if !target.exists() => return Err(error),
            Err(_) => {}
        }
        match exchange(part, target) {
            Ok(()) => return Ok(()),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    Err(std::io::Error::other("other runs keep taking the place"))
}

#[cfg(target_os = "linux")]
fn rename_new(part: &Path, target: &Path) -> std::io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    if target.exists() {
        return Err(std::io::ErrorKind::AlreadyExists.into());
    }
    renameat_with(CWD, part, CWD, target, RenameFlags::NOREPLACE).or_else(|_| fs::rename(part, target))
}

#[cfg(not(target_os = "linux"))]
fn rename_new(part: &Path, target: &Path) -> std::io::Result<()> {
    if target.exists() {
        return Err(std::io::ErrorKind::AlreadyExists.into());
    }
    fs::rename(part, target)
}

#[cfg(target_os = "linux")]
fn exchange(part: &Path, target: &Path) -> std::io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    match renameat_with(CWD, part, CWD, target, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(()),
        Err(rustix::io::Errno::NOENT) => Err(std::io::ErrorKind::NotFound.into()),
        Err(_) => exchange_by_renames(part, target),
    }
}

#[cfg(not(target_os = "linux"))]
fn exchange(part: &Path, target: &Path) -> std::io::Result<()> {
    exchange_by_renames(part, target)
}

/// Where the system has no exchange: the results before stand under another name for a moment.
fn exchange_by_renames(part: &Path, target: &Path) -> std::io::Result<()> {
    let aside = part.with_extension("old");
    fs::rename(target, &aside)?;
    if let Err(error) = fs::rename(part, target) {
        let _ = fs::rename(&aside, target);
        return Err(error);
    }
    let _ = fs::remove_dir_all(&aside);
    Ok(())
}

/// Removes what runs that were killed have left; a folder whose process lives is left alone.
fn remove_leftovers(parent: &Path, name: &str) {
    let Ok(entries) = fs::read_dir(parent) else { return };
    for entry in entries.flatten() {
        let file = entry.file_name().to_string_lossy().into_owned();
        let process = file
            .strip_prefix(&format!(".{name}."))
            .and_then(|rest| rest.strip_suffix(".part"))
            .and_then(|pid| pid.parse::<u32>().ok());
        if let Some(process) = process
            && Path::new("/proc/self").exists()
            && !Path::new(&format!("/proc/{process}")).exists()
        {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}
