package dev.npymap.store;

import dev.npymap.internal.io.RegularFile;
import dev.npymap.model.ArrayFormatException;
import dev.npymap.model.Order;
import dev.npymap.model.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Reads and writes `version.json`, which ends in the SHA-256 of all before.
final class ManifestFile {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'")
            .withZone(ZoneOffset.UTC);
    private static final String CHECK = ",\"check\":\"";
    private static final int HEX_DIGITS = 64;
    private static final int END_BYTES = CHECK.length() + HEX_DIGITS + "\"}\n".length();
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final int MAX_BYTES = 1 << 30;

    private final String source;

    private ManifestFile(String source) {
        this.source = source;
    }

    /// Reads the manifest of a version.
    ///
    /// @throws ArrayFormatException if it is damaged
    static Manifest read(StoreFiles store, long number) throws IOException {
        ManifestFile file = new ManifestFile(store.at(number) + "/" + StoreFiles.MANIFEST);
        store.requireNoLinks(store.version(number), store.manifest(number), file.source);
        Manifest manifest = file.manifest(Json.parse(file.bytes(store.manifest(number)), file.source));
        if (manifest.number() != number) {
            throw file.damaged("it is that of version " + manifest.number());
        }
        return manifest;
    }

    private byte[] bytes(Path path) throws IOException {
        try (RegularFile file = RegularFile.open(path)) {
            if (file.byteSize() > MAX_BYTES) {
                throw damaged(file.byteSize() + " bytes are more than " + MAX_BYTES);
            }
            byte[] bytes = new byte[(int) file.byteSize()];
            int length = file.read(ByteBuffer.wrap(bytes), 0);
            requireChecked(Arrays.copyOf(bytes, length));
            return bytes;
        }
    }

    private void requireChecked(byte[] bytes) throws ArrayFormatException {
        int end = bytes.length - END_BYTES;
        if (end < 0 || !Arrays.equals(end(Arrays.copyOf(bytes, end)), Arrays.copyOfRange(bytes, end, bytes.length))) {
            throw new ArrayFormatException(source, "damaged: its check does not match", Math.max(0, end));
        }
    }

    private static byte[] end(byte[] before) {
        MessageDigest digest = Sha256.digest();
        digest.update(before);
        return (CHECK + Sha256.hex(digest) + "\"}\n").getBytes(StandardCharsets.US_ASCII);
    }

    private Manifest manifest(Map<String, Object> json) throws ArrayFormatException {
        SortedMap<String, StoredArray> arrays = new TreeMap<>();
        SortedMap<String, StoredIndex> indexes = new TreeMap<>();
        SortedMap<String, Map<String, Object>> attributes = new TreeMap<>();
        for (Map.Entry<String, Object> entry : object(json, "arrays").entrySet()) {
            arrays.put(entry.getKey(), array(entry.getKey(), object(entry.getValue(), entry.getKey())));
        }
        for (Map.Entry<String, Object> entry : object(json, "indexes").entrySet()) {
            indexes.put(entry.getKey(), index(object(entry.getValue(), entry.getKey())));
        }
        for (Map.Entry<String, Object> entry : object(json, "attributes").entrySet()) {
            attributes.put(entry.getKey(), object(entry.getValue(), entry.getKey()));
        }
        Manifest manifest = new Manifest(whole(json, "number"),
                json.get("parent") == null ? 0 : whole(json, "parent"), time(text(json, "time")),
                text(json, "message"), arrays, indexes, attributes);
        check(manifest, text(json, "id"));
        return manifest;
    }

    private void check(Manifest manifest, String id) throws ArrayFormatException {
        try {
            manifest.arrays().keySet().forEach(StoreNames::requireArray);
            StoreNames.requireDistinct(manifest.arrays().keySet());
        } catch (IllegalArgumentException name) {
            throw damaged(name.getMessage());
        }
        for (String key : manifest.indexes().keySet()) {
            if (!manifest.arrays().containsKey(key) || StoreNames.group(key).isEmpty()) {
                throw damaged("an index of " + key + ", which is no array in a group");
            }
        }
        for (String name : manifest.attributes().keySet()) {
            if (!manifest.arrays().containsKey(name)) {
                throw damaged("attributes of " + name + ", which is no array");
            }
        }
        if (!manifest.id().equals(id)) {
            throw damaged("its content id is " + manifest.id() + ", not " + id);
        }
    }

    private StoredArray array(String name, Map<String, Object> json) throws ArrayFormatException {
        String order = text(json, "order");
        if (!order.equals("C") && !order.equals("F")) {
            throw damaged("order " + order + " of " + name);
        }
        if (!(json.get("shape") instanceof List<?> dims) || !dims.stream().allMatch(Long.class::isInstance)) {
            throw damaged("shape of " + name);
        }
        try {
            return new StoredArray(text(json, "descr"), order.equals("F") ? Order.F : Order.C,
                    Shape.of(dims.stream().mapToLong(dim -> (Long) dim).toArray()), size(json, "bytes"),
                    sha256(json, "sha256"));
        } catch (IllegalArgumentException wrong) {
            throw damaged("shape of " + name + ": " + wrong.getMessage());
        }
    }

    private StoredIndex index(Map<String, Object> json) throws ArrayFormatException {
        return new StoredIndex(text(json, "hash"), whole(json, "seed"), size(json, "rows"), sha256(json, "of"),
                size(json, "bytes"), sha256(json, "sha256"));
    }

    private Instant time(String text) throws ArrayFormatException {
        try {
            Instant time = Instant.parse(text);
            if (!TIME.format(time).equals(text)) {
                throw damaged("time " + text);
            }
            return time;
        } catch (DateTimeException wrong) {
            throw damaged("time " + text);
        }
    }

    private Map<String, Object> object(Map<String, Object> json, String name) throws ArrayFormatException {
        return object(json.get(name), name);
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> object(Object value, String name) throws ArrayFormatException {
        if (!(value instanceof Map)) {
            throw damaged(name + " is not an object");
        }
        return (Map<String, Object>) value;
    }

    private String text(Map<String, Object> json, String name) throws ArrayFormatException {
        if (!(json.get(name) instanceof String text)) {
            throw damaged(name + " is not a text");
        }
        return text;
    }

    private long whole(Map<String, Object> json, String name) throws ArrayFormatException {
        if (!(json.get(name) instanceof Long number)) {
            throw damaged(name + " is not an integer");
        }
        return number;
    }

    private long size(Map<String, Object> json, String name) throws ArrayFormatException {
        long size = whole(json, name);
        if (size < 0) {
            throw damaged(name + " is negative: " + size);
        }
        return size;
    }

    private String sha256(Map<String, Object> json, String name) throws ArrayFormatException {
        String text = text(json, name);
        if (!SHA256.matcher(text).matches()) {
            throw damaged(name + " is not a SHA-256");
        }
        return text;
    }

    private ArrayFormatException damaged(String why) {
        return new ArrayFormatException(source, "damaged: " + why, 0);
    }

    /// The bytes of the file of a manifest, which a reader has taken.
    ///
    /// @throws ArrayFormatException if a reader would refuse them
    static byte[] write(StoreFiles store, Manifest manifest) throws ArrayFormatException {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("number", manifest.number());
        json.put("parent", manifest.parent());
        json.put("time", TIME.format(manifest.time()));
        json.put("message", manifest.message());
        json.put("id", manifest.id());
        json.put("arrays", values(manifest.arrays(), ManifestFile::json));
        json.put("indexes", values(manifest.indexes(), ManifestFile::json));
        json.put("attributes", manifest.attributes());
        byte[] whole = Json.write(json);
        byte[] before = Arrays.copyOf(whole, whole.length - 1);
        byte[] end = end(before);
        byte[] bytes = Arrays.copyOf(before, before.length + end.length);
        System.arraycopy(end, 0, bytes, before.length, end.length);
        ManifestFile file = new ManifestFile(store.at(manifest.number()) + "/" + StoreFiles.MANIFEST);
        file.manifest(Json.parse(bytes, file.source));
        return bytes;
    }

    private static <T> Map<String, Object> values(Map<String, T> values,
            java.util.function.Function<T, Map<String, Object>> json) {
        Map<String, Object> all = new LinkedHashMap<>();
        values.forEach((name, value) -> all.put(name, json.apply(value)));
        return all;
    }

    private static Map<String, Object> json(StoredArray array) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("descr", array.descr());
        json.put("order", Manifest.letter(array.order()));
        json.put("shape", Arrays.stream(array.shape().toArray()).boxed().toList());
        json.put("bytes", array.byteSize());
        json.put("sha256", array.sha256());
        return json;
    }

    private static Map<String, Object> json(StoredIndex index) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("hash", index.hash());
        json.put("seed", index.seed());
        json.put("rows", index.rows());
        json.put("of", index.of());
        json.put("bytes", index.byteSize());
        json.put("sha256", index.sha256());
        return json;
    }
}
