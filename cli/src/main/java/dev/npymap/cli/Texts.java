package dev.npymap.cli;

import dev.npymap.array.NdArray;
import java.io.IOException;
import java.nio.file.FileSystemException;

/// How text files become arrays, which takes words of the command to say.
interface Texts {
    /// For commands that have no such words.
    Texts REFUSED = at -> {
        throw new FileSystemException(at.path().toString(), null, "text; npymap convert makes an array of it");
    };

    /// Reads a text file.
    NdArray read(Location at) throws IOException;
}
