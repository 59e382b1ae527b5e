package dev.npymap.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// A JVM that runs one command after the other on its own streams.
final class ManyRuns {
    private ManyRuns() {
    }

    /// @param args a file of commands, whose words end with NUL, as they do themselves, and the line that is to stand on
    ///             both streams behind what each of them printed
    public static void main(String[] args) throws IOException {
        byte[] end = (args[1] + "\n").getBytes(StandardCharsets.UTF_8);
        try (FileOutputStream out = new FileOutputStream(FileDescriptor.out);
                FileOutputStream err = new FileOutputStream(FileDescriptor.err)) {
            for (String command : Files.readString(Path.of(args[0])).split("\0\0")) {
                Main.run(command.split("\0"));
                out.write(end);
                err.write(end);
            }
        }
    }
}
