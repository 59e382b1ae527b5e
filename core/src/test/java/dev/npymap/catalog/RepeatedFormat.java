package dev.npymap.catalog;

import dev.npymap.array.LongArray;
import dev.npymap.array.NdArray;
import dev.npymap.model.Dtype;
import dev.npymap.model.Slice;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A kind of file as another module would add it: one number, many times.
public final class RepeatedFormat implements Format {
    /// Makes the format, as the service loader does.
    public RepeatedFormat() {
        // There is nothing to be set.
    }

    @Override
    public String name() {
        return "repeated";
    }

    @Override
    public List<String> suffixes() {
        return List.of(".repeated");
    }

    @Override
    public Claim claim(CatalogFile file) {
        return file.startsWith("REPEATED".getBytes(StandardCharsets.US_ASCII)) ? Claim.CERTAIN : Claim.NONE;
    }

    @Override
    public Contents open(CatalogFile file, Arena arena, OpenOptions options) throws IOException {
        try (InputStream in = file.open()) {
            String[] words = new String(in.readAllBytes(), StandardCharsets.US_ASCII).split(" ");
            return new Repeated(new Repetition(Integer.parseInt(words[1]), Long.parseLong(words[2])));
        }
    }

    private record Repeated(Entry all) implements Contents {
        @Override
        public List<Entry> entries() {
            return List.of(all);
        }

        @Override
        public Optional<Entry> find(String name) {
            return name.equals("all") ? Optional.of(all) : Optional.empty();
        }

        @Override
        public String known(String missing) {
            return "only 'all' is there";
        }
    }

    private record Repetition(int count, long number) implements Entry {
        @Override
        public String name() {
            return "all";
        }

        @Override
        public Kind kind() {
            return Kind.ARRAY;
        }

        @Override
        public Optional<Dtype> dtype() {
            return Optional.of(Dtype.INT64);
        }

        @Override
        public long byteSize() {
            return count * 8L;
        }

        @Override
        public NdArray array(Slice... items) {
            long[] numbers = new long[count];
            Arrays.fill(numbers, number);
            NdArray array = LongArray.of(numbers, count);
            return items.length == 0 ? array : array.slice(items);
        }
    }
}
