package dev.npymap.benchmarks.compare;

import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/// Times over sizes, both logarithmic: npymap's lines are solid, NumPy's dashed.
final class GrowthChart {
    private static final int WIDTH = 1000;
    private static final int HEIGHT = 620;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final float LINE = 2.2f;
    private static final float[] DASHES = {7, 5};

    private final XYSeriesCollection series = new XYSeriesCollection();
    private final XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, true);

    /// Adds the two lines of one kind of work.
    ///
    /// @param prefix what the names of its rows begin with; a size follows
    void add(String prefix, Color colour, List<Row> rows) {
        String work = prefix.substring(prefix.indexOf(' ') + 1, prefix.length() - 2);
        XYSeries ours = new XYSeries("npymap: " + work);
        XYSeries theirs = new XYSeries("NumPy: " + work);
        for (Row row : rows) {
            if (row.name().startsWith(prefix) && row.isMeasured()) {
                double megabytes = Scale.parse(row.name().substring(prefix.length())) / (double) Scale.MB;
                ours.add(megabytes, row.ours() / NANOS_PER_MILLI);
                theirs.add(megabytes, row.theirs() / NANOS_PER_MILLI);
            }
        }
        add(ours, colour, new BasicStroke(LINE));
        add(theirs, colour,
                new BasicStroke(LINE, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, DASHES, 0));
    }

    private void add(XYSeries line, Color colour, BasicStroke stroke) {
        int number = series.getSeriesCount();
        series.addSeries(line);
        renderer.setSeriesPaint(number, colour);
        renderer.setSeriesStroke(number, stroke);
        renderer.setSeriesShape(number, DotChart.CIRCLE);
        renderer.setSeriesShapesFilled(number, stroke.getDashArray() == null);
    }

    void write(Path file, String title) throws IOException {
        renderer.setDrawSeriesLineAsPath(true);
        Svg.write(file, title,
                new XYPlot(series, Svg.logAxis("size of the array (MB, logarithmic)"),
                        Svg.logAxis("time (ms, logarithmic)"), renderer),
                WIDTH, HEIGHT);
    }
}
