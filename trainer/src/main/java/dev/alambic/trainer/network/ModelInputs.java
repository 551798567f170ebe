package dev.alambic.trainer.network;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.graph.ValueInfo;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How samples become the inputs of a model, for the engine and for ONNX Runtime alike. A sample of a table or an image
 * is the one input, float32 [batch, ...]. A text is up to three inputs of whole numbers [batch, tokens]: the tokens,
 * the mask that is 1 up to the end of the text and 0 on the padding, and the segments, all 0. Where there is a mask and
 * the number of tokens is free, a batch is cut to its longest text, which saves time and changes nothing else.
 *
 * <pre>{@code
 * ModelInputs inputs = ModelInputs.of(graph.inputs(), data.input());
 * NDList logits = block.forward(parameters, inputs.arrays(samples, count, manager), true);
 * }</pre>
 */
public sealed interface ModelInputs permits SampleInput, TokenInputs {

    /** Returns the one input of a block that was made for {@code meaning}; of a text, its tokens as int64. */
    static ModelInputs of(InputMeaning meaning) {
        if (meaning instanceof InputMeaning.Text text) {
            return TokenInputs.of(
                    List.of(ValueInfo.of(
                            "input_ids",
                            DataType.INT64,
                            dev.alambic.onnx.graph.Shape.symbolic("batch", text.length()))),
                    text);
        }
        return new SampleInput("input", meaning.sampleShape(), 0);
    }

    /**
     * Returns the inputs of a model. Those of a text are told apart by their names ({@code input_ids},
     * {@code attention_mask}, {@code token_type_ids} or alike), else by that order.
     *
     * @param meaning null if the model does not say it; then its input tells the size of a sample
     * @throws UnsupportedModelException if the inputs are not of the kind above
     */
    static ModelInputs of(List<ValueInfo> inputs, @Nullable InputMeaning meaning) {
        return meaning instanceof InputMeaning.Text text
                ? TokenInputs.of(inputs, text)
                : SampleInput.of(inputs, meaning);
    }

    /** Returns the extents of one sample, without the batch axis. */
    long[] sampleShape();

    /** Returns the number of values of one sample. */
    default int sampleSize() {
        return Math.toIntExact(Arrays.stream(sampleShape()).reduce(1, Math::multiplyExact));
    }

    /** Returns how many samples to ask about at once: as many as the model is made for, or as are quick. */
    int chunk();

    /** Returns the extents of each input, to initialize a block by. */
    Shape[] shapes(int batch);

    /**
     * Returns the inputs for the engine, in the order of the model.
     *
     * @param samples [count, values of a sample]; may be longer
     */
    NDList arrays(float[] samples, int count, NDManager manager);

    /**
     * Returns the inputs for ONNX Runtime by name. A batch of fixed size is filled up.
     *
     * @param samples [count, values of a sample]; may be longer
     */
    Map<String, Tensor> feeds(float[] samples, int count);
}
