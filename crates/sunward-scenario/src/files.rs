//! Where files come from.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

/// Largest file that is read.
pub const LARGEST_FILE: u64 = 10 * 1024 * 1024;

/// Why a file was not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileError {
    /// It is not there, or may not be read: the system's words.
    Unreadable(String),
    /// It is larger than [`LARGEST_FILE`].
    TooLarge(u64),
    /// The path leads out of the folder.
    Outside,
}

/// Gives the bytes of the scenario and of what it includes.
pub trait Files {
    /// The file that was asked for.
    ///
    /// # Errors
    /// [`FileError`].
    fn main(&self) -> Result<Vec<u8>, FileError>;
    /// How the user knows it: its path as given.
    fn main_name(&self) -> String;
    /// A file named by an include, relative to the folder of the main file. Gives a name by which the same file
    /// is recognised however it is reached, and its bytes.
    ///
    /// # Errors
    /// [`FileError`].
    fn included(&self, path: &str) -> Result<(String, Vec<u8>), FileError>;
}

/// Files on disk: one scenario and its folder.
#[derive(Debug, Clone)]
pub struct DiskFiles {
    main: PathBuf,
}

impl DiskFiles {
    /// The scenario at `path`.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { main: path.into() }
    }

    fn folder(&self) -> PathBuf {
        match self.main.parent() {
            Some(parent) if parent != Path::new("") => parent.to_path_buf(),
            _ => PathBuf::from("."),
        }
    }
}

fn load(path: &Path) -> Result<Vec<u8>, FileError> {
    use std::io::Read;
    let unreadable = |e: std::io::Error| FileError::Unreadable(e.to_string());
    let about = std::fs::metadata(path).map_err(unreadable)?;
    if about.is_dir() {
        return Err(FileError::Unreadable("it is a folder".into()));
    }
    if !about.is_file() {
        return Err(FileError::Unreadable("it is not a plain file".into()));
    }
    if about.len() > LARGEST_FILE {
        return Err(FileError::TooLarge(about.len()));
    }
    let mut bytes = Vec::new();
    // The file may grow between the look and the reading.
    std::fs::File::open(path)
        .map_err(unreadable)?
        .take(LARGEST_FILE + 1)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    if bytes.len() as u64 > LARGEST_FILE { Err(FileError::TooLarge(bytes.len() as u64)) } else { Ok(bytes) }
}

/// Whether a relative path stays inside its folder, by its words alone.
fn stays_inside(path: &str) -> bool {
    let mut depth = 0i32;
    for component in Path::new(path).components() {
        match component {
            Component::Normal(_) => depth += 1,
            Component::CurDir => {}
            Component::ParentDir => depth -= 1,
            Component::RootDir | Component::Prefix(_) => return false,
        }
        if depth < 0 {
            return false;
        }
    }
    !path.contains('\\')
}

impl Files for DiskFiles {
    fn main(&self) -> Result<Vec<u8>, FileError> {
        load(&self.main)
    }

    fn main_name(&self) -> String {
        self.main.display().to_string()
    }

    fn included(&self, path: &str) -> Result<(String, Vec<u8>), FileError> {
        if !stays_inside(path) {
            return Err(FileError::Outside);
        }
        let unreadable = |e: std::io::Error| FileError::Unreadable(e.to_string());
        let folder = self.folder().canonicalize().map_err(unreadable)?;
        let found = folder.join(path).canonicalize().map_err(unreadable)?;
        if !found.starts_with(&folder) {
            return Err(FileError::Outside);
        }
        let name = found.strip_prefix(&folder).unwrap_or(&found).display().to_string();
        Ok((name, load(&found)?))
    }
}

/// Files in memory, for tests, archives and browsers.
#[derive(Debug, Clone, Default)]
pub struct MemoryFiles {
    main: String,
    files: BTreeMap<String, Vec<u8>>,
}

impl MemoryFiles {
    /// One file.
    pub fn new(name: &str, text: impl Into<Vec<u8>>) -> Self {
        Self { main: name.into(), files: BTreeMap::from([(name.to_string(), text.into())]) }
    }

    /// And another one beside it.
    #[must_use]
    pub fn with(mut self, name: &str, text: impl Into<Vec<u8>>) -> Self {
        self.files.insert(name.into(), text.into());
        self
    }

    fn load(&self, name: &str) -> Result<Vec<u8>, FileError> {
        let bytes = self.files.get(name).ok_or_else(|| FileError::Unreadable("no such file".into()))?;
        if bytes.len() as u64 > LARGEST_FILE {
            return Err(FileError::TooLarge(bytes.len() as u64));
        }
        Ok(bytes.clone())
    }
}

impl Files for MemoryFiles {
    fn main(&self) -> Result<Vec<u8>, FileError> {
        self.load(&self.main)
    }

    fn main_name(&self) -> String {
        self.main.clone()
    }

    fn included(&self, path: &str) -> Result<(String, Vec<u8>), FileError> {
        if !stays_inside(path) {
            return Err(FileError::Outside);
        }
        // One name for one file, however the path winds.
        let mut parts: Vec<&str> = Vec::new();
        for part in path.split('/') {
            match part {
                "" | "." => {}
                ".." => drop(parts.pop()),
                part => parts.push(part),
            }
        }
        let name = parts.join("/");
        let bytes = self.load(&name)?;
        Ok((name, bytes))
    }
}
