package dev.alambic.packager.contract;

import dev.alambic.onnx.graph.Tensor;
import dev.alambic.packager.manifest.Step;
import java.util.List;
import java.util.Optional;

/**
 * Whether gray pictures show something light on a dark ground or the other way round, as written digits do: the four
 * corners of every one lie at one end of the range, and something in it beyond the middle.
 */
public final class FigureGround {
    /** Fewer pictures show nothing. */
    private static final int LEAST = 3;

    /** Corners that are this near to an end, of the range as 1, are ground; some noise of scans is less. */
    private static final double NEAR = 0.1;

    private FigureGround() {}

    /** Returns what all {@code pictures} are alike in; empty for colours, for few, and if they differ. */
    public static Optional<Step.Ground> of(ImageForm form, List<Tensor> pictures) {
        if (form.channels() != 1 || form.height() < 2 || form.width() < 2 || pictures.size() < LEAST) {
            return Optional.empty();
        }
        if (pictures.stream().allMatch(picture -> stands(form, picture, false))) {
            return Optional.of(new Step.Ground("light", "dark"));
        }
        return pictures.stream().allMatch(picture -> stands(form, picture, true))
                ? Optional.of(new Step.Ground("dark", "light"))
                : Optional.empty();
    }

    private static boolean stands(ImageForm form, Tensor picture, boolean inverted) {
        float[] values = picture.floats();
        int last = form.height() * form.width() - 1;
        if (values.length != last + 1) {
            return false;
        }
        for (int corner : new int[] {0, form.width() - 1, last - form.width() + 1, last}) {
            if (!(height(form, values[corner], inverted) <= NEAR)) {
                return false;
            }
        }
        for (float value : values) {
            if (height(form, value, inverted) > 0.5) {
                return true;
            }
        }
        return false;
    }

    /** Returns how far a value is from the ground, 0, to the other end, 1. */
    private static double height(ImageForm form, float value, boolean inverted) {
        double level = (value - form.offset().get(0)) / (form.factor().get(0) * 255);
        return inverted ? 1 - level : level;
    }
}
