package dev.npymap;

import dev.npymap.array.NdArray;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel.MapMode;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

/// Goes through every [WritingDoor] on a disk that fails, and reports what it finds there afterwards.
///
/// Each door has a thread of its own, because faults are counted by thread; the report is written through a mapping,
/// which takes no system call that could fail.
final class FaultyDiskRun {
    static final int REPORT_BYTES = 1 << 16;
    private static final int COUNT = 100_000;

    private FaultyDiskRun() {
    }

    /// What became of a door.
    ///
    /// @param door      which
    /// @param failure   the exception's class and message; empty if there was none
    /// @param untouched whether the file is what it was before
    /// @param written   whether the file is complete
    /// @param hidden    the hidden files that were left, but for locks
    record Outcome(WritingDoor door, String failure, boolean untouched, boolean written, String hidden) {
        static Outcome parse(String line) {
            String[] parts = line.split("\t", -1);
            return new Outcome(WritingDoor.valueOf(parts[0]), parts[1], Boolean.parseBoolean(parts[2]),
                    Boolean.parseBoolean(parts[3]), parts[4]);
        }

        String line() {
            return door + "\t" + failure + "\t" + untouched + "\t" + written + "\t" + hidden + "\n";
        }
    }

    /// @param arguments the directory with the old files, one with copies of them, and where the report goes, a file of
    ///                  [#REPORT_BYTES]
    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        Path seeds = Path.of(arguments[1]);
        NdArray array = WritingDoor.numbers(COUNT);
        StringBuilder report = new StringBuilder();
        for (WritingDoor door : WritingDoor.values()) {
            String[] failure = {""};
            Thread thread = Thread.ofPlatform().start(() -> {
                try {
                    door.write(directory.resolve(door.fileName()), array);
                } catch (IOException | RuntimeException | Error thrown) {
                    failure[0] = thrown.getClass().getSimpleName() + " " + thrown.getMessage();
                }
            });
            thread.join();
            Path file = directory.resolve(door.fileName());
            report.append(new Outcome(door, failure[0], door.isUntouched(file, seeds.resolve(door.fileName())),
                    door.isWritten(file, array), hidden(directory, door)).line());
        }
        try (FileChannel channel = FileChannel.open(Path.of(arguments[2]), StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
            MappedByteBuffer mapped = channel.map(MapMode.READ_WRITE, 0, REPORT_BYTES);
            mapped.put(report.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    private static String hidden(Path directory, WritingDoor door) throws IOException {
        String prefix = "." + door.fileName() + ".";
        try (Stream<Path> files = Files.list(directory)) {
            return String.join(" ", files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(prefix) && !name.equals(prefix + "npymap-lock")).toList());
        }
    }
}
