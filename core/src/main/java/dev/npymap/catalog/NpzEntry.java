package dev.npymap.catalog;

import dev.npymap.array.NdArray;
import dev.npymap.model.ArrayFormatException;
import dev.npymap.model.Dtype;
import dev.npymap.model.Order;
import dev.npymap.model.Shape;
import dev.npymap.model.Slice;
import dev.npymap.npy.NpyHeader;
import dev.npymap.npz.Npz;
import dev.npymap.npz.NpzMember;
import dev.npymap.pickle.ArrayValue;
import dev.npymap.pickle.Pickle;
import dev.npymap.pickle.Value;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A member of an archive, whose beginning is read when its kind is asked for.
final class NpzEntry implements Entry {
    private static final String STORED = "stored";
    private static final Set<String> METHODS = Set.of(STORED, "deflated", "zstd");

    private final NpzContents archive;
    private final NpzMember member;
    private Optional<Beginning> known = Optional.empty();

    /// What the beginning of a member tells.
    ///
    /// @param header the header of an array; empty for other members, and for members that cannot be read
    /// @param damage the reason why the member cannot be read
    private record Beginning(Optional<NpyHeader> header, boolean pickle, Optional<Exception> damage) {
    }

    NpzEntry(NpzContents archive, NpzMember member) {
        this.archive = archive;
        this.member = member;
    }

    private Beginning beginning() {
        if (known.isEmpty()) {
            known = Optional.of(look());
        }
        return known.get();
    }

    private Beginning look() {
        try {
            if (number() > 0) {
                Optional<NpyHeader> header = series(archive.npz()).header(number());
                return new Beginning(header, header.isEmpty(), Optional.empty());
            }
            return new Beginning(Optional.of(archive.npz().header(member.fileName())), false, Optional.empty());
        } catch (IOException | RuntimeException damage) {
            return new Beginning(Optional.empty(), false, isOther() ? Optional.empty() : Optional.of(damage));
        }
    }

    /// Whether the member can be read and is not an array.
    private boolean isOther() {
        try {
            return number() == 0 && !archive.npz().isArray(member.fileName());
        } catch (IOException | RuntimeException _) {
            return false;
        }
    }

    private long number() {
        return archive.number().orElse(0L);
    }

    private Series series(Npz npz) {
        String source = npz.source() + "/" + member.name();
        return new Series(archive.address() + "/" + member.name(), source,
                _ -> Pickle.reader(npz.bytes(member.fileName()), source));
    }

    @Override
    public String name() {
        return member.name();
    }

    /// A member's name may be empty.
    @Override
    public boolean isFile() {
        return false;
    }

    @Override
    public Kind kind() {
        Beginning found = beginning();
        if (found.damage().isPresent()) {
            return Kind.DAMAGED;
        }
        if (found.pickle()) {
            return Kind.VALUE;
        }
        return found.header().map(header -> header.dtype().holdsObjects() ? Kind.OBJECTS : Kind.ARRAY)
                .orElse(Kind.BYTES);
    }

    @Override
    public Optional<Dtype> dtype() {
        return beginning().header().map(NpyHeader::dtype);
    }

    @Override
    public Optional<String> descr() {
        return beginning().header().map(NpyHeader::descr);
    }

    @Override
    public Optional<Shape> shape() {
        return beginning().header().map(NpyHeader::shape);
    }

    @Override
    public Order order() {
        return beginning().header().map(NpyHeader::order).orElse(Order.C);
    }

    @Override
    public long byteSize() {
        return isArray() ? beginning().header().orElseThrow().dataSize() : member.size();
    }

    @Override
    public boolean isZeroCopy() {
        return isArray() && isStored();
    }

    private boolean isStored() {
        return member.method().equals(STORED);
    }

    @Override
    public Optional<Exception> damage() {
        return beginning().damage();
    }

    @Override
    public boolean isReadable() {
        return METHODS.contains(member.method());
    }

    @Override
    public boolean hasMetadata() {
        return beginning().header().filter(NpyHeader::hasMetadata).isPresent();
    }

    @Override
    public <T> Optional<T> detail(Class<T> type) {
        Optional<?> found = type == NpyHeader.class
                ? beginning().header()
                : Optional.ofNullable(type == NpzMember.class ? member : type == Npz.class ? archive.npz() : null);
        return found.map(type::cast);
    }

    @Override
    public NdArray array(Slice... items) throws IOException {
        return array(archive.npz(), items);
    }

    private NdArray array(Npz npz, Slice... items) throws IOException {
        if (number() > 0) {
            NdArray array = series(npz).array(number(), Arena.ofAuto());
            return items.length == 0 ? array : array.slice(items);
        }
        if (items.length > 0 && isSeekable()) {
            return npz.read(member.fileName(), items);
        }
        NdArray array = npz.array(member.fileName());
        return items.length == 0 ? array : array.slice(items);
    }

    /// Whether a slice can be read without inflating the whole member.
    private boolean isSeekable() {
        return member.blockSize() > 0 && member.blockSize() < member.size();
    }

    @Override
    public void lend(List<Slice> items, Borrower borrower) throws IOException {
        boolean inflates = !isStored() && (items.isEmpty() || !isSeekable() || number() > 0);
        Npz npz = inflates ? archive.scratch().withRoom(member.size()) : archive.npz();
        borrower.use(array(npz, items.toArray(Slice[]::new)));
    }

    @Override
    public Value value() throws IOException {
        return isArray() ? ArrayValue.of(array()) : series(archive.npz()).value(number(), Arena.ofAuto());
    }

    @Override
    public Optional<Entry> part(String part) throws IOException {
        return kind() == Kind.OBJECTS
                ? new ValueEntry(new Origin(member.size(), beginning().header(), 0), TreePath.of(name()), value(),
                        Optional.empty()).part(part)
                : Optional.empty();
    }

    /// Nothing follows an entry that cannot be read.
    @Override
    public Following following() throws IOException {
        try {
            return archive.number().isPresent() || beginning().header().isEmpty() || isAlone()
                    ? Following.NOTHING
                    : series(inflatable()).following();
        } catch (ArrayFormatException _) {
            return Following.NOTHING;
        }
    }

    /// Whether the header alone shows that the member holds a single array and nothing after it.
    private boolean isAlone() {
        NpyHeader header = beginning().header().orElseThrow();
        return isArray() && header.dataOffset() + header.dataSize() == member.size();
    }

    private Npz inflatable() throws IOException {
        return isStored() ? archive.npz() : archive.scratch().withRoom(member.size());
    }

    @Override
    public void series(Visitor visitor) throws IOException {
        series(inflatable()).visit(archive.number(), visitor);
    }

    @Override
    public void verify() throws IOException {
        archive.npz().verify(member.fileName());
    }

    @Override
    public boolean isVerifiedWhenRead() {
        return !isStored();
    }

    /// A zip program adds a directory as a member without bytes.
    @Override
    public boolean isDirectory() {
        return member.fileName().endsWith("/") && member.size() == 0;
    }
}
