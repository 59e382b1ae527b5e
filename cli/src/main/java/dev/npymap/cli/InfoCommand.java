package dev.npymap.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.npymap.array.Order;
import dev.npymap.npy.NpyHeader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `npymap info`: what the header says.
@Command(name = "info", description = "Tells what files hold, from their headers alone.", footer = {"", "Example:",
        "  npymap info prices.npy weights.npy --json"})
final class InfoCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "FILE", description = "A .npy file.")
    private List<Path> files;

    @Option(names = "--json", description = "Print one JSON object a line.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        return EachFile.of(spec, files, this::tell);
    }

    private void tell(Path file) throws IOException {
        NpyHeader header = Sources.header(file);
        boolean zeroCopy = !header.dtype().holdsObjects();
        spec.commandLine().getOut()
                .println(json
                        ? Json.line(line -> write(line, file, header, zeroCopy))
                        : text(file, header, zeroCopy));
    }

    private static String text(Path file, NpyHeader header, boolean zeroCopy) {
        return """
                %s
                  format       npy %d.%d
                  dtype        %s
                  shape        %s
                  order        %s
                  data offset  %d
                  bytes        %d
                  zero-copy    %s""".formatted(Failures.oneLine(file.toString()), header.majorVersion(),
                header.minorVersion(), Failures.oneLine(header.descr()), header.shape(),
                header.order() == Order.C ? "C" : "Fortran", header.dataOffset(), header.dataSize(),
                zeroCopy ? "yes" : "no");
    }

    private static void write(JsonGenerator line, Path file, NpyHeader header, boolean zeroCopy) throws IOException {
        line.writeStringField("file", file.toString());
        line.writeNullField("member");
        line.writeStringField("format", "npy");
        line.writeStringField("version", header.majorVersion() + "." + header.minorVersion());
        line.writeStringField("dtype", header.descr());
        line.writeFieldName("shape");
        long[] dims = header.shape().toArray();
        line.writeArray(dims, 0, dims.length);
        line.writeBooleanField("fortran_order", header.order() == Order.F);
        line.writeNumberField("data_offset", header.dataOffset());
        line.writeNumberField("data_bytes", header.dataSize());
        line.writeBooleanField("zero_copy", zeroCopy);
    }
}
