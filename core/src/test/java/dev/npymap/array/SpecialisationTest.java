package dev.npymap.array;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What the views repeat for each type stays the same text, but for the names of the types.
class SpecialisationTest {
    /// Members by which the views of one family may differ: how a stored element becomes a value and back.
    private static final Set<String> OWN = Set.of("load(long)", "store(long,T)", "element(long)", "binary(long)",
            "round(double)", "View(Layout)", "of(T[],long[])", "of(Float8,T[],long[])");
    private static final Pattern NAME = Pattern.compile("(\\w+)\\(([^)]*)\\)");

    @Test
    void integersOfUpTo32BitsAreAlike() throws IOException {
        Map<String, String> ints = members("IntArray", "int");
        same(ints, members("ShortArray", "int"), Set.of());
        same(ints, members("ByteArray", "int"), Set.of());
    }

    @Test
    void integersOf32And64BitsAreAlike() throws IOException {
        same(members("LongArray", "long"), members("UIntArray", "long"), Set.of("min()", "max()"));
    }

    @Test
    void floatsOfUpTo32BitsAreAlike() throws IOException {
        Map<String, String> floats = members("FloatArray", "float");
        Set<String> reductions = Set.of("sum()", "mean()", "std()");
        same(floats, members("HalfArray", "float"), reductions);
        same(floats, members("Float8Array", "float"), reductions);
    }

    @Test
    void floatsOf64BitsAreAlike() throws IOException {
        same(members("DoubleArray", "double"), members("LongDoubleArray", "double"), Set.of());
    }

    @Test
    void theElementsOfEveryNumericViewAreReachedAlike() throws IOException {
        Map<String, String> doubles = members("DoubleArray", "double");
        Map<String, String> views = Map.of("IntArray", "int", "LongArray", "long", "FloatArray", "float", "ByteArray",
                "int", "ShortArray", "int", "UIntArray", "long", "HalfArray", "float", "Float8Array", "float",
                "LongDoubleArray", "double", "TimeArray", "long");
        for (Map.Entry<String, String> view : views.entrySet()) {
            Map<String, String> members = members(view.getKey(), view.getValue());
            int compared = 0;
            for (String member : doubles.keySet()) {
                if (member.matches("(get|set|slice|select|transpose|reshape|copy|take|toArray|copyFrom)\\(.*")) {
                    assertEquals(doubles.get(member), members.get(member), view.getKey() + "." + member);
                    compared++;
                }
            }
            assertEquals(18, compared);
        }
    }

    @Test
    void slicesOfEveryViewKeepTheirTypeInTheSameWords() throws IOException {
        Map<String, String> doubles = members("DoubleArray", "double");
        for (String view : List.of("BooleanArray", "ComplexArray", "TextArray", "RecordArray")) {
            Map<String, String> members = members(view, "none");
            for (String member : doubles.keySet()) {
                if (member.matches("(slice|select|transpose|reshape|copy|take)\\(.*")) {
                    assertEquals(doubles.get(member), members.get(member), view + "." + member);
                }
            }
        }
    }

    @Test
    void wordsOfEveryWidthAreAlike() throws IOException {
        Map<String, String> ints = words("Int", "int", "Integer");
        assertEquals(ints, words("Short", "short", "Short"));
        Map<String, String> longs = words("Long", "long", "Long");
        assertEquals(ints, longs);
        Map<String, String> bytes = words("Byte", "byte", "Byte");
        Map<String, String> doubles = words("Double", "double", "Double");
        assertEquals(doubles, words("Float", "float", "Float"));
        // Only integers of several bytes are swapped.
        for (Map<String, String> words : List.of(ints, longs, bytes, doubles)) {
            words.keySet().removeAll(Set.of("copyFrom(MemorySegment,boolean,long,int,int)", "swap(int,int)"));
        }
        // A byte has no order.
        ints.replaceAll((_, body) -> body.replace("bigEndian ? BIG : LITTLE", "JAVA_BYTE")
                .replaceAll("bigEndian \\? (segment\\.get)\\(BIG, (.*)\\) : segment\\.get\\(LITTLE, \\2\\)",
                        "$1(JAVA_BYTE, $2)")
                .replaceAll("if \\(bigEndian\\) \\{ (segment\\.set)\\(BIG, (.*)\\); \\} else \\{ .*?\\); \\}",
                        "$1(JAVA_BYTE, $2);"));
        assertEquals(ints, bytes);
        // Floats are no tiles.
        doubles.remove("View(T[])");
        longs.keySet().retainAll(doubles.keySet());
        assertEquals(longs, doubles);
    }

    private static Map<String, String> words(String name, String type, String boxed) throws IOException {
        Map<String, String> words = new LinkedHashMap<>();
        members(name + "Words", "none").forEach((signature, body) -> words.put(signature.replace(type + "[", "T["),
                body.replace(type + "[", "T[").replace(boxed + ".", "Box.").replace("get" + name + "(", "get(")
                        .replace("put" + name + "(", "put(")));
        return words;
    }

    @Test
    void reductionsOfBothWidthsAreAlike() throws IOException {
        Map<String, String> doubles = members("Doubles", "double");
        Map<String, String> floats = members("Floats", "float");
        Set<String> own = Set.of("View()", "isDirect(NdArray)", "aligned(NdArray)");
        for (String member : doubles.keySet().stream().filter(name -> !own.contains(name)).toList()) {
            assertEquals(doubles.get(member), floats.get(member), member);
        }
    }

    @Test
    void sumsOverBlocksOfBothWidthsAreAlike() throws IOException {
        List<String> scalar = overrides("ScalarBlockSum");
        assertEquals(List.of(scalar.get(0), scalar.get(1)), List.of(scalar.get(2), scalar.get(3)));
        // Eight float64 are two vectors, eight float32 one.
        List<String> vector = overrides("VectorBlockSum");
        assertEquals(vector.get(2), vector.get(3));
    }

    /// The methods of a class in their order, whatever the width of their numbers.
    private static List<String> overrides(String type) throws IOException {
        String source = Files.readString(Path.of("src/main/java/dev/npymap/array", type + ".java"));
        String code = source.substring(0, source.lastIndexOf('}')).replaceAll("\\b(double|float)\\b", "T")
                .replaceAll("\\b(Double|Float)Vector\\b", "Vector").replaceAll("\\b(DOUBLES|FLOATS)\\b", "LANES");
        return Stream.of(code.split("@Override")).skip(1).map(text -> text.replaceAll("\\s+", " ").strip()).toList();
    }

    private static void same(Map<String, String> first, Map<String, String> second, Set<String> different) {
        Set<String> names = new TreeSet<>(first.keySet());
        names.addAll(second.keySet());
        names.removeAll(different);
        names.removeAll(OWN);
        assertTrue(names.size() >= 20, names.toString());
        for (String name : names) {
            assertEquals(first.get(name), second.get(name), name);
        }
    }

    /// The members of a class by name and parameter types, its own name written `View` and its element type `T`.
    private static Map<String, String> members(String type, String element) throws IOException {
        String source = Files.readString(Path.of("src/main/java/dev/npymap/array", type + ".java"));
        String boxed = Map.of("int", "Integer", "long", "Long", "float", "Float", "double", "Double", "none", "None")
                .get(element);
        String code = source.lines().filter(line -> !line.strip().startsWith("//")).collect(Collectors.joining("\n"));
        code = code.substring(code.indexOf('{') + 1, code.lastIndexOf('}'));
        code = code.replaceAll("\\b" + type + "\\b", "View")
                .replaceAll("\\bDoubles\\.requireElements", "requireElements")
                .replaceAll("\\(double\\) |\\(float\\) ", "").replaceAll("\\b(Double|Float)s\\b", "Reductions")
                .replaceAll("-0\\.0f?\\b", "-0.0")
                .replaceAll("\\b" + boxed + "\\b", "Box");
        Map<String, String> members = new LinkedHashMap<>();
        int depth = 0;
        int start = 0;
        for (int n = 0; n < code.length(); n++) {
            char c = code.charAt(n);
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (depth == 0 && (c == '}' || c == ';')) {
                String member = code.substring(start, n + 1).replaceAll("\\s+", " ").strip();
                start = n + 1;
                Matcher name = NAME.matcher(member);
                if (c == '}' && name.find()) {
                    members.put(signature(name, element), body(member, element));
                }
            }
        }
        return members;
    }

    private static String signature(Matcher name, String element) {
        String types = name.group(2).isBlank()
                ? ""
                : List.of(name.group(2).split(",")).stream()
                        .map(parameter -> parameter.strip().split(" ")[0].replace("...", "[]"))
                        .collect(Collectors.joining(","));
        String signature = name.group(1) + "(" + types + ")";
        return generic(signature, element);
    }

    /// A signature in which the element type stands for itself: `T` where a value is meant, not an index.
    private static String generic(String signature, String element) {
        return switch (element) {
            case "double", "float" -> signature.replaceAll("\\b" + element + "\\b", "T");
            case "int" -> signature.replaceAll("\\bint\\[\\]", "T[]").replace("select(T,", "select(int,")
                    .replaceAll("\\bset\\((.*),int\\)", "set($1,T)").replace("store(long,int)", "store(long,T)")
                    .replace("transpose(T[])", "transpose(int[])");
            case "long" -> signature.replace("copyFrom(long[])", "copyFrom(T[])").replace("of(long[],", "of(T[],")
                    .replaceAll("\\bset\\((.*),long\\)", "set($1,T)").replace("store(long,long)", "store(long,T)");
            default -> signature;
        };
    }

    /// A member's text in which the element's type is `T`, as far as the type is the element's.
    private static String body(String member, String element) {
        return switch (element) {
            case "double", "float" -> member.replaceAll("\\b" + element + "\\b", "T");
            case "int" -> member.replace("int value", "T value").replace("int[] values", "T[] values")
                    .replace("int... values", "T... values").replace("new int[", "new T[")
                    .replace("public int[] toArray", "public T[] toArray")
                    .replaceAll("public int (get|min|max)", "public T $1");
            case "long" -> member.replace("long value", "T value").replace("long[] values", "T[] values")
                    .replace("long... values", "T... values").replace("new long[", "new T[")
                    .replace("public long[] toArray", "public T[] toArray")
                    .replaceAll("public long (get|min|max)", "public T $1");
            default -> member;
        };
    }
}
