package dev.alambic.data.answer;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.match.AnswerForm;
import java.util.Arrays;

/** How the values of one output are read. */
@FunctionalInterface
interface Reading {

    /**
     * Reads.
     *
     * @param count samples that were asked about
     * @param rows samples that were answered, some of which may only fill a batch
     * @return [count, values]
     */
    float[] read(Tensor answer, int count, long rows);

    /** Reads numbers as they are. */
    static Reading ofNumbers(String output) {
        return (answer, count, rows) -> rows(answer, count, rows, output, "a regression answers", "targets");
    }

    /**
     * Reads the logits of several labels, also of a model that answers with their sigmoids.
     *
     * @throws UnsupportedModelException if its answers are probabilities that sum to 1
     */
    static Reading ofLabels(OnnxModel model, String output) {
        AnswerForm form = AnswerForm.of(model.graph(), output);
        if (form == AnswerForm.PROBABILITIES) {
            throw new UnsupportedModelException("output '" + output
                    + "': several labels are told each for itself (expected logits or their sigmoids, was a softmax)");
        }
        return (answer, count, rows) -> {
            float[] values = rows(answer, count, rows, output, "a model of several labels answers", "labels");
            for (int i = 0; form == AnswerForm.SIGMOID && i < values.length; i++) {
                values[i] = logit(values[i]);
            }
            return values;
        };
    }

    /** Of a probability that float32 has rounded to 0 or 1 it is that of the nearest one that it has not. */
    private static float logit(float probability) {
        double inside = Math.min(Math.max(probability, Float.MIN_NORMAL), 1 - Math.ulp(0.5f));
        return (float) Math.log(inside / (1 - inside));
    }

    private static float[] rows(Tensor answer, int count, long rows, String output, String who, String what) {
        if (answer.rank() < 1 || answer.dim(0) != rows || answer.elementCount() % rows != 0) {
            throw new UnsupportedModelException("output '" + output + "': " + who + " one row a sample (expected ["
                    + rows + ", " + what + "], was " + answer + ")");
        }
        return Arrays.copyOf(answer.floats(), Math.toIntExact(count * (answer.elementCount() / rows)));
    }

    /** Reads the logits of classes, or the logarithms of their probabilities, where a model answers with these. */
    static Reading ofClasses(OnnxModel model, String output) {
        AnswerForm form = AnswerForm.of(model.graph(), output);
        return (answer, count, rows) -> {
            boolean two = form == AnswerForm.SIGMOID && answer.elementCount() == rows;
            if (!two && (answer.rank() != 2 || answer.dim(0) != rows)) {
                throw new UnsupportedModelException("output '" + output
                        + "': a classifier answers one row a sample (expected [" + rows + ", classes], was " + answer
                        + ")");
            }
            if (two) {
                return ofTwo(answer.floats(), count);
            }
            float[] values = Arrays.copyOf(answer.floats(), Math.toIntExact(count * answer.dim(1)));
            for (int i = 0; form == AnswerForm.PROBABILITIES && i < values.length; i++) {
                values[i] = logarithm(values[i]);
            }
            return values;
        };
    }

    /** Returns the logarithms of the probabilities of two classes, [count, 2], by that of the second. */
    private static float[] ofTwo(float[] second, int count) {
        float[] logarithms = new float[2 * count];
        for (int i = 0; i < count; i++) {
            logarithms[2 * i] = logarithm(1 - second[i]);
            logarithms[2 * i + 1] = logarithm(second[i]);
        }
        return logarithms;
    }

    private static float logarithm(float probability) {
        return (float) Math.log(Math.max(probability, Float.MIN_NORMAL));
    }
}
