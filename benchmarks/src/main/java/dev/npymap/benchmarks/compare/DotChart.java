package dev.npymap.benchmarks.compare;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.SymbolAxis;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.Layer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/// Dots on named lines, over a logarithmic axis.
final class DotChart {
    static final Shape CIRCLE = new Ellipse2D.Double(-4.5, -4.5, 9, 9);
    static final Shape BAR = new Rectangle2D.Double(-1, -8, 2, 16);
    static final Shape DIAMOND = diamond();
    private static final int WIDTH = 1000;
    private static final int LINE_HEIGHT = 21;
    private static final int HEAD_HEIGHT = 130;

    private static final float MARK = 1.5f;

    private final List<String> lines;
    private final List<ValueMarker> marks = new ArrayList<>();
    private final XYSeriesCollection series = new XYSeriesCollection();
    private final XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(false, true);

    /// Begins a chart.
    ///
    /// @param lines names the lines from top to bottom
    DotChart(List<String> lines) {
        this.lines = lines;
    }

    /// Adds a kind of dot.
    ///
    /// @param values a value for each line, NaN for none
    void add(String name, Color colour, Shape shape, double[] values) {
        XYSeries dots = new XYSeries(name);
        for (int n = 0; n < values.length; n++) {
            if (values[n] > 0) {
                dots.add(values[n], values.length - 1 - n);
            }
        }
        int number = series.getSeriesCount();
        series.addSeries(dots);
        renderer.setSeriesPaint(number, colour);
        renderer.setSeriesShape(number, shape);
    }

    /// Draws a line across all, at some value.
    void mark(double value) {
        marks.add(new ValueMarker(value, Color.GRAY, new BasicStroke(MARK)));
    }

    void write(Path file, String title, String axisLabel) throws IOException {
        LogAxis values = Svg.logAxis(axisLabel);
        SymbolAxis names = new SymbolAxis(null, lines.reversed().toArray(String[]::new));
        names.setGridBandsVisible(false);
        XYPlot plot = new XYPlot(series, values, names, renderer);
        marks.forEach(mark -> plot.addDomainMarker(mark, Layer.BACKGROUND));
        Svg.write(file, title, plot, WIDTH, HEAD_HEIGHT + LINE_HEIGHT * lines.size());
    }

    private static Shape diamond() {
        Path2D diamond = new Path2D.Double();
        diamond.moveTo(0, -6);
        diamond.lineTo(6, 0);
        diamond.lineTo(0, 6);
        diamond.lineTo(-6, 0);
        diamond.closePath();
        return diamond;
    }
}
