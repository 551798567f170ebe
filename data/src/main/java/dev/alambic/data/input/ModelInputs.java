package dev.alambic.data.input;

import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.edit.ByteInput;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.graph.ValueInfo;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How samples become the inputs of a model. A sample of a table or an image is the one input, float32 [batch, ...], or
 * of a table some inputs, one a column, where the model takes its texts, or of an image its bytes. A text is some
 * inputs of whole numbers [batch, tokens]: the tokens, the mask that is 1 up to the end of the text and 0 on the
 * padding, the segments, 0 and of a second text 1, and the positions, 0, 1, ... Where there is a mask and the number of
 * tokens is free, a batch is cut to its longest text, which saves time and changes nothing else.
 *
 * <pre>{@code
 * ModelInputs inputs = ModelInputs.of(model.graph().requiredInputs(), data.input());
 * Map<String, Tensor> answers = session.run(inputs.feeds(samples, count));
 * }</pre>
 */
public sealed interface ModelInputs permits ColumnInputs, PixelInput, SampleInput, TokenInputs {

    /** Returns the one input of a block that was made for {@code meaning}; of a text, its tokens as int64. */
    static ModelInputs of(InputMeaning meaning) {
        if (meaning instanceof InputMeaning.Text text) {
            return TokenInputs.of(
                    List.of(ValueInfo.of("input_ids", DataType.INT64, Shape.symbolic("batch", text.length()))), text);
        }
        return new SampleInput("input", meaning.sampleShape(), 0);
    }

    /**
     * Returns the inputs of a model. Those of a text are told apart by their names ({@code input_ids},
     * {@code attention_mask}, {@code token_type_ids}, {@code position_ids} or alike) or by the roles that the meaning
     * gives them, never by their order.
     *
     * @param meaning null if the model does not say it; then its input tells the size of a sample
     * @throws UnsupportedModelException if the inputs are not of the kind above
     */
    static ModelInputs of(List<ValueInfo> inputs, @Nullable InputMeaning meaning) {
        if (meaning instanceof InputMeaning.Table table && ColumnInputs.fits(inputs, table)) {
            return ColumnInputs.of(inputs, table);
        }
        if (meaning instanceof InputMeaning.Image image && ByteInput.isTaken(inputs, image)) {
            return PixelInput.of(inputs.get(0), image);
        }
        return meaning instanceof InputMeaning.Text text
                ? TokenInputs.of(inputs, text)
                : SampleInput.of(inputs, meaning);
    }

    /**
     * Returns the inputs of a model that are fed with samples of known extents, as {@link #of(List, InputMeaning)}
     * does.
     *
     * @param sampleShape extents of a sample, for a model of one input, without the batch axis
     */
    static ModelInputs of(List<ValueInfo> inputs, InputMeaning meaning, long[] sampleShape) {
        if (meaning instanceof InputMeaning.Table table && ColumnInputs.fits(inputs, table)) {
            return ColumnInputs.of(inputs, table);
        }
        if (meaning instanceof InputMeaning.Image image && ByteInput.isTaken(inputs, image)) {
            return PixelInput.of(inputs.get(0), image);
        }
        return meaning instanceof InputMeaning.Text text
                ? TokenInputs.of(inputs, text)
                : SampleInput.of(inputs, sampleShape);
    }

    /**
     * Returns the name of the input of a model of texts that takes the tokens.
     *
     * @throws UnsupportedModelException if its inputs are not those of such a model
     */
    static String tokens(List<ValueInfo> inputs, InputMeaning.Text meaning) {
        return TokenInputs.of(inputs, meaning).name(TokenRole.TOKENS);
    }

    /** Returns the extents of one sample, without the batch axis. */
    long[] sampleShape();

    /** Returns the number of values of one sample. */
    default int sampleSize() {
        return Math.toIntExact(Arrays.stream(sampleShape()).reduce(1, Math::multiplyExact));
    }

    /** Returns the one batch size that the model is made for, 0 if it takes any. */
    int fixedBatch();

    /** Returns how many samples to ask about at once: as many as the model is made for, or as are quick. */
    int chunk();

    /**
     * Returns the inputs by name, in the order of the model.
     *
     * @param samples [count, values of a sample]; may be longer
     * @param rows how many samples they are filled up to, at least {@code count}
     */
    Map<String, Tensor> tensors(float[] samples, int count, int rows);

    /**
     * Returns the inputs by name; a batch of fixed size is filled up.
     *
     * @param samples [count, values of a sample]; may be longer
     */
    default Map<String, Tensor> feeds(float[] samples, int count) {
        return tensors(samples, count, Math.max(count, fixedBatch()));
    }
}
