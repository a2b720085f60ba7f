"""What a database's error means, in a plain sentence for whoever was typing."""

import errno
import os
import sqlite3
from collections.abc import Mapping

import sqlalchemy as sa

from risks.workspace.errors import WorkspaceError

UNCERTAIN = "it may not have been recorded; saving it again is safe"
FULL = "the disk is full"
BAD_DISK = "the disk reports an error"
NOT_ALLOWED = "this user has no right to that file or its folder"
NO_FOLDER = "there is a file where its folder should be"
LOCKED = "another program holds the workspace"
UNREADABLE = "the workspace is damaged; run `araxes verify`, then restore a backup"
READ_ONLY = "the workspace may not be written to"
SQLITE_WORDS: Mapping[int, str] = {
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_IOERR: BAD_DISK,
    sqlite3.SQLITE_READONLY: READ_ONLY,
    sqlite3.SQLITE_CORRUPT: UNREADABLE,
    sqlite3.SQLITE_NOTADB: UNREADABLE,
    sqlite3.SQLITE_BUSY: LOCKED,
    sqlite3.SQLITE_LOCKED: LOCKED,
    sqlite3.SQLITE_CANTOPEN: "the workspace's file or folder cannot be opened",
    sqlite3.SQLITE_PERM: READ_ONLY,
}
REPLACED = "another file lies in the workspace's place; put the right one back"
MOVED = "the workspace's file was replaced in this moment"
SYSTEM_WORDS: Mapping[int, str] = {
    errno.ENOSPC: FULL,
    errno.EDQUOT: "your share of the disk is full",
    errno.EFBIG: "the file would be larger than is allowed here",
    errno.EACCES: NOT_ALLOWED,
    errno.EPERM: NOT_ALLOWED,
    errno.EROFS: "the disk takes no writes",
    errno.ENOENT: "the file or its folder is not there",
    errno.ENOTDIR: NO_FOLDER,
    errno.EEXIST: NO_FOLDER,  # said where a folder was to be made
    errno.EISDIR: "it is a folder",
    errno.ENAMETOOLONG: "its name is too long",
    errno.EIO: BAD_DISK,
    errno.EBUSY: "another program holds it",
}
# By the beginning of PostgreSQL's SQLSTATE, the longest first.
SERVER_WORDS: Mapping[str, str] = {
    "25006": "the server takes no writes now",
    "53100": "the server's disk is full",
    "55P03": LOCKED,
    "40": "the server broke off the write",
    "42501": "this user may not write to the workspace",
    "28": "the server does not let this user in",
    "53": "the server is out of resources",
    "57": "the server is shutting down",
    "58": "the server's disk reports an error",
    "XX": "the server reports damage",
}


def fault_in_words(error: sa.exc.DBAPIError) -> str:
    """Return why a database would not do as asked.

    Raises
    ------
    WorkspaceError
        If the reason lies in what was asked: the rules of the log refused it.
    """
    if isinstance(error, sa.exc.IntegrityError):
        raise WorkspaceError(f"the log refused the entry: {error.orig}") from error
    if isinstance(error.orig, sqlite3.Error):
        return _sqlite_words(error.orig)
    return _server_words(error)


def system_fault_in_words(error: OSError) -> str:
    """Return why the operating system would not do as asked."""
    words = SYSTEM_WORDS.get(error.errno or 0)
    return words or error.strerror or os.strerror(error.errno or errno.EIO)


def _sqlite_words(error: sqlite3.Error) -> str:
    code = getattr(error, "sqlite_errorcode", 0)
    if code == sqlite3.SQLITE_READONLY_DBMOVED:
        return MOVED
    if str(error).startswith("no such table"):
        return REPLACED
    return SQLITE_WORDS.get(code & 0xFF, f"the database says: {error}")


def _server_words(error: sa.exc.DBAPIError) -> str:
    state = getattr(error.orig, "sqlstate", None) or ""
    for beginning, words in SERVER_WORDS.items():
        if state.startswith(beginning):
            return words
    if not state or state.startswith("08") or error.connection_invalidated:
        return "the server does not answer"
    return f"the server says: {str(error.orig).splitlines()[0]}"
