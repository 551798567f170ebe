package dev.alambic.chart;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which classes are taken for which: true classes down, answers across. The shade is the share of the row, so that rare
 * classes show as well as frequent ones; the number is the count.
 *
 * @param labels of the classes
 * @param counts [true][answer]
 */
public record MatrixChart(Caption caption, List<String> labels, List<List<Integer>> counts) implements Chart {

    private static final double ROOM_AROUND = 190;
    private static final double ROOM_OF_A_CLASS = 42;

    public MatrixChart {
        labels = List.copyOf(labels);
        counts = counts.stream().map(List::copyOf).toList();
        int classes = labels.size();
        if (counts.size() != classes || counts.stream().anyMatch(row -> row.size() != classes)) {
            throw new IllegalArgumentException(caption.title() + ": a matrix of " + classes + " labels has as many rows"
                    + " and columns (was " + counts.size() + " rows)");
        }
    }

    @Override
    public String spoken() {
        return IntStream.range(0, labels.size())
                .mapToObj(i -> labels.get(i) + " "
                        + counts.get(i).stream().map(String::valueOf).collect(Collectors.joining(" ")) + ";")
                .collect(Collectors.joining(" ", caption.title() + ": ", ""));
    }

    @Override
    public void drawOn(Canvas canvas) {
        new MatrixDrawing(this, canvas).draw();
    }

    @Override
    public double height(double width) {
        return Math.min(width, ROOM_AROUND + ROOM_OF_A_CLASS * labels.size());
    }

    /**
     * Returns how opaque the colour of a cell is. Faint shares are lifted by a root: one wrong answer in a hundred must
     * still be seen; a right answer is faint, since there are many.
     */
    public static double opacity(boolean right, double share) {
        return right ? 0.08 + 0.22 * Math.sqrt(share) : 0.2 + 0.45 * Math.sqrt(share);
    }
}
