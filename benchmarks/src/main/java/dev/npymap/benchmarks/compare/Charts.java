package dev.npymap.benchmarks.compare;

import dev.npymap.benchmarks.Baseline;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// The pictures of the results.
final class Charts {
    private static final String DIRECTORY = "charts";
    private static final String TIME = "time (ms, logarithmic); further left is faster";
    private static final double NANOS_PER_MILLI = 1e6;

    private final Path target;
    private final List<Row> rows;
    private final Map<String, String> written = new LinkedHashMap<>();

    private Charts(Path target, List<Row> rows) {
        this.target = target;
        this.rows = rows.stream().filter(Row::isMeasured).toList();
    }

    /// Draws all pictures for which there are rows.
    ///
    /// @param target the directory of the page that shows them
    /// @return their names relative to that, by their titles
    static Map<String, String> write(Path target, List<Row> rows) throws IOException {
        Files.createDirectories(target.resolve(DIRECTORY));
        Charts charts = new Charts(target, rows);
        charts.goals();
        charts.growth();
        charts.readers();
        charts.peers();
        return charts.written;
    }

    private Path file(String name, String title) {
        written.put(title, DIRECTORY + "/" + name);
        return target.resolve(DIRECTORY).resolve(name);
    }

    private void goals() throws IOException {
        List<Row> asked = rows.stream().filter(row -> row.goal().isPresent() && !row.name().contains("without flags"))
                .toList();
        if (asked.isEmpty()) {
            return;
        }
        DotChart chart = new DotChart(asked.stream().map(Row::name).toList());
        chart.add("goal", Color.BLACK, DotChart.BAR, values(asked, row -> row.goal().getAsDouble()));
        chart.add("measured, goal met", Svg.BLUE, DotChart.CIRCLE,
                values(asked, row -> row.isMet() ? row.ratio() : Double.NaN));
        chart.add("measured, goal not met", Svg.VERMILLION, DotChart.DIAMOND,
                values(asked, row -> row.isMet() ? Double.NaN : row.ratio()));
        chart.mark(1);
        String title = "How many times faster npymap is";
        chart.write(file("goals.svg", title), title,
                "times faster; 1 is as fast as NumPy, or as what the line names (logarithmic)");
    }

    private void growth() throws IOException {
        if (rows.stream().noneMatch(row -> row.section().equals(GrowthCases.TITLE))) {
            return;
        }
        GrowthChart chart = new GrowthChart();
        chart.add(GrowthCases.OPEN, Svg.BLUE, rows);
        chart.add(GrowthCases.ARCHIVE, Svg.PURPLE, rows);
        chart.add(GrowthCases.SUM, Svg.GREEN, rows);
        chart.add(GrowthCases.READ, Svg.VERMILLION, rows);
        String title = "How costs grow with the size of a float64 array";
        chart.write(file("growth.svg", title), title);
    }

    /// For the largest size: the time to the first element and to the sum.
    private void readers() throws IOException {
        List<Row> all = rows.stream().filter(row -> row.section().equals(BaselineCases.TITLE)).toList();
        if (all.isEmpty()) {
            return;
        }
        String size = all.getLast().name().substring(0, all.getLast().name().indexOf(" to the "));
        List<Row> first = all.stream().filter(row -> row.name().startsWith(size + " to the first")).toList();
        List<Row> sum = all.stream().filter(row -> row.name().startsWith(size + " to the sum")).toList();
        List<String> readers = new ArrayList<>(List.of(Baseline.MAPPED_NPY.label()));
        sum.forEach(row -> readers.add(row.against()));
        DotChart chart = new DotChart(readers);
        chart.add("to the first element", Svg.BLUE, DotChart.CIRCLE, times(readers, first));
        chart.add("to the sum of all", Svg.VERMILLION, DotChart.DIAMOND, times(readers, sum));
        String title = size + " of int64: the time from opening the file";
        chart.write(file("pickle.svg", title), title, TIME);
    }

    /// The time to the sum: ours, and the others'.
    private void peers() throws IOException {
        List<Row> peers = rows.stream().filter(row -> row.section().equals(PeerCases.TITLE) && row.goal().isEmpty())
                .toList();
        if (peers.isEmpty()) {
            return;
        }
        List<String> readers = new ArrayList<>(List.of(Entrant.NPYMAP));
        peers.forEach(row -> readers.add(row.against()));
        double[] theirs = times(readers, peers);
        double[] ours = {theirs[0]};
        theirs[0] = Double.NaN;
        DotChart chart = new DotChart(readers);
        chart.add("npymap, mapped", Svg.BLUE, DotChart.CIRCLE, Arrays.copyOf(ours, readers.size()));
        chart.add("loaded", Svg.VERMILLION, DotChart.DIAMOND, theirs);
        String title = peers.getFirst().name().replace("load and sum of ", "") + ": the time from opening the file to"
                + " the sum";
        chart.write(file("peers.svg", title), title, TIME);
    }

    /// The time of each reader in ms; the first is ours.
    private static double[] times(List<String> readers, List<Row> rows) {
        double[] times = new double[readers.size()];
        Arrays.fill(times, Double.NaN);
        for (Row row : rows) {
            times[0] = row.ours() / NANOS_PER_MILLI;
            if (readers.contains(row.against())) {
                times[readers.indexOf(row.against())] = row.theirs() / NANOS_PER_MILLI;
            }
        }
        return times;
    }

    private static double[] values(List<Row> rows, ToDoubleFunction<Row> value) {
        return rows.stream().mapToDouble(value).toArray();
    }
}
