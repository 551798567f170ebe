package dev.alambic.trainer.network;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import dev.alambic.data.set.Standardization;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.trainer.spec.NetworkSpec;
import java.util.Arrays;
import java.util.stream.LongStream;

/** Makes trainable blocks: raw input [batch, ...] to logits [batch, classes]. */
public final class Networks {

    private Networks() {}

    /**
     * Returns the network of a specification, its weights not yet drawn.
     *
     * @throws IllegalArgumentException if the network takes another kind of input, or the layers do not fit the input,
     *     each other, or the number of classes
     */
    public static Block build(NetworkSpec spec, InputMeaning input, Standardization standardization, int classes) {
        Block layers = layers(spec, input, standardization, classes);
        return input instanceof InputMeaning.Text ? layers : withPreprocessing(layers, input, standardization);
    }

    /**
     * Returns the network of a specification for numbers: as {@link #build}, its layers answer with standardized
     * numbers [batch, targets], which the last brings to the units of the targets.
     *
     * @param targets what the numbers are standardized by
     */
    public static Block buildForNumbers(
            NetworkSpec spec, InputMeaning input, Standardization standardization, Standardization targets) {
        return new SequentialBlock()
                .add(build(spec, input, standardization, targets.mean().size()))
                .add(new Units(targets));
    }

    /** Returns a network of any block that takes standardized values and answers with standardized numbers. */
    public static Block withUnits(
            Block block, InputMeaning input, Standardization standardization, Standardization targets) {
        return withPreprocessing(block, input, standardization).add(new Units(targets));
    }

    private static Block layers(NetworkSpec spec, InputMeaning input, Standardization standardization, int outputs) {
        if (spec instanceof NetworkSpec.TextCnn texts) {
            if (input instanceof InputMeaning.Text text) {
                return TextNetwork.of(texts, text, outputs);
            }
            throw new IllegalArgumentException(
                    "network: textCnn takes texts (expected texts, was " + input.kind() + "s)");
        }
        if (input instanceof InputMeaning.Text) {
            throw new IllegalArgumentException(
                    "network: layers take numbers (expected a table, images or sounds, was texts;"
                            + " take a network of type textCnn, lstm or bert, or an ONNX model of texts)");
        }
        LayerStack stack = new LayerStack(shapeBehind(input, standardization), outputs);
        if (spec instanceof NetworkSpec.Mlp mlp) {
            stack.addMlp(mlp);
        } else if (spec instanceof NetworkSpec.Cnn cnn) {
            stack.addAll("layers", cnn.layers());
        }
        return stack.finish("layers");
    }

    /** Returns a network of any block that takes standardized values [batch, ...], of a table its encoded columns. */
    public static SequentialBlock withPreprocessing(Block block, InputMeaning input, Standardization standardization) {
        if (input instanceof InputMeaning.Sound sound) {
            return new SequentialBlock().add(new Spectrogram(sound)).add(block);
        }
        Block first = input instanceof InputMeaning.Table table && !table.isPlain()
                ? new TablePreprocessing(table, standardization)
                : new Preprocessing(standardization);
        return new SequentialBlock().add(first).add(block);
    }

    private static long[] shapeBehind(InputMeaning input, Standardization standardization) {
        if (input instanceof InputMeaning.Sound sound) {
            return new Spectrogram(sound).shapeOfSample();
        }
        return input instanceof InputMeaning.Table table && !table.isPlain()
                ? new long[] {new TablePreprocessing(table, standardization).width()}
                : input.sampleShape();
    }

    /** Draws the weights, from the engine's seed, unless the block has its weights already. */
    public static void initialize(Block block, NDManager manager, InputMeaning input) {
        if (!block.isInitialized() || block.getInputShapes() == null) {
            block.initialize(manager, DataType.FLOAT32, batchShape(1, input));
        }
    }

    /** Returns [batch, ...]. */
    public static Shape batchShape(int batch, InputMeaning input) {
        return new Shape(LongStream.concat(LongStream.of(batch), Arrays.stream(input.sampleShape()))
                .toArray());
    }
}
