package dev.npymap.catalog;

import dev.npymap.array.NdArray;
import dev.npymap.array.RecordArray;
import dev.npymap.model.Dtype;
import dev.npymap.model.Field;
import dev.npymap.model.Shape;
import dev.npymap.model.Slice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One field of all records of an array, as a view.
///
/// @param records the array
/// @param fields  the field, preceded by the fields in which it is nested
record FieldEntry(Entry records, List<Field> fields) implements Entry {
    /// Finds a field by its name, which may contain slashes.
    static Optional<Entry> find(Entry records, String name) {
        return records.isArray() && records.dtype().isPresent()
                ? find(records.dtype().get(), name).map(fields -> new FieldEntry(records, fields))
                : Optional.empty();
    }

    private static Optional<List<Field>> find(Dtype dtype, String name) {
        Optional<Field> whole = named(dtype, name);
        if (whole.isPresent()) {
            return Optional.of(List.of(whole.get()));
        }
        for (int end = name.lastIndexOf('/'); end >= 0; end = name.lastIndexOf('/', end - 1)) {
            Optional<Field> outer = named(dtype, name.substring(0, end));
            Optional<List<Field>> inner = outer.isPresent()
                    ? find(outer.get().dtype(), name.substring(end + 1))
                    : Optional.empty();
            if (inner.isPresent()) {
                List<Field> path = new ArrayList<>(outer.stream().toList());
                path.addAll(inner.get());
                return Optional.of(path);
            }
        }
        return Optional.empty();
    }

    private static Optional<Field> named(Dtype dtype, String name) {
        return dtype.fields().stream()
                .filter(field -> field.name().equals(name) || field.title().equals(Optional.of(name))).findFirst();
    }

    /// All fields of an array of records in order, each before the fields nested in it.
    static List<FieldEntry> all(Entry records) {
        List<FieldEntry> all = new ArrayList<>();
        if (records.isArray() && records.dtype().isPresent()) {
            collect(records, records.dtype().get(), List.of(), all);
        }
        return all;
    }

    private static void collect(Entry records, Dtype dtype, List<Field> outer, List<FieldEntry> all) {
        for (Field field : dtype.fields()) {
            List<Field> path = new ArrayList<>(outer);
            path.add(field);
            all.add(new FieldEntry(records, path));
            collect(records, field.dtype(), path, all);
        }
    }

    /// The name of the field in the record.
    String fieldName() {
        return String.join("/", fields.stream().map(Field::name).toList());
    }

    @Override
    public String name() {
        return records.isFile() ? fieldName() : records.name() + "/" + fieldName();
    }

    @Override
    public Kind kind() {
        return Kind.ARRAY;
    }

    @Override
    public Optional<Dtype> dtype() {
        return Optional.of(fields.getLast().dtype());
    }

    @Override
    public Optional<Shape> shape() {
        Optional<Shape> shape = records.shape();
        for (Field field : fields) {
            shape = shape.map(outer -> outer.append(field.shape()));
        }
        return shape;
    }

    @Override
    public long byteSize() {
        return shape().map(Shape::size).orElse(0L) * dtype().orElseThrow().byteSize();
    }

    @Override
    public boolean isZeroCopy() {
        return records.isZeroCopy();
    }

    @Override
    public Optional<Long> dataOffset() {
        return records.dataOffset().map(start -> start + fields.stream().mapToLong(Field::offset).sum());
    }

    @Override
    public <T> Optional<T> detail(Class<T> type) {
        return type == Field.class ? Optional.of(type.cast(fields.getLast())) : Optional.empty();
    }

    @Override
    public NdArray array(Slice... items) throws IOException {
        return part(records.array(), List.of(items));
    }

    @Override
    public void lend(List<Slice> items, Borrower borrower) throws IOException {
        records.lend(List.of(), whole -> borrower.use(part(whole, items)));
    }

    private NdArray part(NdArray whole, List<Slice> items) {
        NdArray array = whole;
        for (Field field : fields) {
            array = ((RecordArray) array).field(field.name());
        }
        return items.isEmpty() ? array : array.slice(items.toArray(Slice[]::new));
    }

    @Override
    public Following following() throws IOException {
        return records.following();
    }

    @Override
    public void verify() throws IOException {
        records.verify();
    }

    @Override
    public boolean isVerifiedWhenRead() {
        return records.isVerifiedWhenRead();
    }
}
