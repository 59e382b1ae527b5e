package dev.npymap.catalog;

import dev.npymap.array.NdArray;
import dev.npymap.model.Dtype;
import dev.npymap.model.Slice;
import dev.npymap.text.Text;
import dev.npymap.text.TextOptions;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// The array in a text file, which is parsed on request.
record DelimitedEntry(CatalogFile file, TextOptions given) implements Entry {
    @Override
    public String name() {
        return "";
    }

    @Override
    public Kind kind() {
        return Kind.ARRAY;
    }

    @Override
    public Optional<Dtype> dtype() {
        return Optional.of(given.dtype());
    }

    @Override
    public long byteSize() {
        return file.byteSize();
    }

    @Override
    public <T> Optional<T> detail(Class<T> type) {
        return type == TextOptions.class ? Optional.of(type.cast(options())) : Optional.empty();
    }

    @Override
    public NdArray array(Slice... items) throws IOException {
        NdArray array = read();
        return items.length == 0 ? array : array.slice(items);
    }

    private NdArray read() throws IOException {
        if (file.path().isPresent()) {
            return Text.read(file.path().get(), options());
        }
        try (InputStream in = file.open()) {
            return Text.read(in, file.name(), options());
        }
    }

    private TextOptions options() {
        if (given.delimiter().isPresent()) {
            return given;
        }
        return file.plainName().endsWith(".csv")
                ? given.withDelimiter(",")
                : file.plainName().endsWith(".tsv") ? given.withDelimiter("\t") : given;
    }
}
