package dev.alambic.cli.measure;

import dev.alambic.data.SampleSource;
import dev.alambic.data.format.ReadingOptions;
import dev.alambic.data.picture.ImageOptions;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.catalogue.ModelSource;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How much a smaller form of a model of text images agrees with the original, on the images of {@link TextImages}: the
 * overlap of the text areas (detection), the part of the characters that differ (recognition), the part of equal
 * answers (direction).
 */
public final class TextAgreement {
    private static final double MASK = 0.3;

    private TextAgreement() {}

    /** Takes {@code page}, {@code line} or {@code turned}, the original, another form, and the folder of images. */
    public static void main(String[] arguments) {
        String kind = arguments[0];
        OnnxModel original = ModelSource.open(arguments[1]);
        OnnxModel other = ModelSource.open(arguments[2]);
        Path images = Path.of(arguments[3]).resolve(kind + "-test");
        double sum = 0;
        int count = 0;
        try (Session expected = Session.open(original, SessionOptions.defaults());
                Session actual = Session.open(other, SessionOptions.defaults())) {
            for (Map<String, Tensor> feeds : SampleSource.open(images, original, ReadingOptions.of(options(kind)), 1000)
                    .batches()) {
                sum += score(kind, first(expected.run(feeds)), first(actual.run(feeds)));
                count++;
            }
        }
        String what = kind.equals("page") ? "mask IoU" : kind.equals("line") ? "character error" : "agreement";
        System.out.printf(Locale.ROOT, "| %s | %s | %.4f | %d images |%n", arguments[2], what, sum / count, count);
    }

    private static ImageOptions options(String kind) {
        return switch (kind) {
            case "page" ->
                ImageOptions.defaults()
                        .withSize(640, 480)
                        .withMean(List.of(0.485, 0.456, 0.406))
                        .withStd(List.of(0.229, 0.224, 0.225));
            case "line" ->
                ImageOptions.defaults().withSize(320, 48).withMean(List.of(0.5)).withStd(List.of(0.5));
            default ->
                ImageOptions.defaults().withSize(192, 48).withMean(List.of(0.5)).withStd(List.of(0.5));
        };
    }

    private static Tensor first(Map<String, Tensor> outputs) {
        return outputs.values().iterator().next();
    }

    private static double score(String kind, Tensor expected, Tensor actual) {
        return switch (kind) {
            case "page" -> overlap(expected.floats(), actual.floats());
            case "line" -> characterError(characters(expected), characters(actual));
            default -> best(expected.floats(), 0, 2) == best(actual.floats(), 0, 2) ? 1 : 0;
        };
    }

    private static double overlap(float[] expected, float[] actual) {
        int both = 0;
        int either = 0;
        for (int i = 0; i < expected.length; i++) {
            boolean a = expected[i] > MASK;
            boolean b = actual[i] > MASK;
            both += a && b ? 1 : 0;
            either += a || b ? 1 : 0;
        }
        return either == 0 ? 1 : (double) both / either;
    }

    /** Returns the best path through [1, steps, characters], blanks (0), spaces (the last) and repetitions left out. */
    private static List<Integer> characters(Tensor logits) {
        int width = Math.toIntExact(logits.dim(2));
        float[] values = logits.floats();
        List<Integer> characters = new ArrayList<>();
        int previous = 0;
        for (int start = 0; start < values.length; start += width) {
            int best = best(values, start, width);
            if (best != 0 && best != width - 1 && best != previous) {
                characters.add(best);
            }
            previous = best;
        }
        return characters;
    }

    private static int best(float[] values, int start, int width) {
        int best = 0;
        for (int i = 1; i < width; i++) {
            best = values[start + i] > values[start + best] ? i : best;
        }
        return best;
    }

    private static double characterError(List<Integer> expected, List<Integer> actual) {
        int[] row = new int[actual.size() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= expected.size(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (expected.get(i - 1).equals(actual.get(j - 1)) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return (double) row[actual.size()] / Math.max(1, expected.size());
    }
}
