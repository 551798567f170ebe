package dev.alambic.trainer.architecture;

import dev.alambic.data.set.Standardization;
import dev.alambic.data.text.TokenizerSource;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.edit.ClassificationHead;
import dev.alambic.onnx.edit.Pooling;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.trainer.spec.NamedNetwork;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes a network that has a name as an ONNX model: raw input [batch, ...] to {@code logits} [batch, outputs]. */
public final class Architectures {

    private static final int OPSET = 17;

    /** Sides below which a picture is small: that of the pictures of ImageNet is 224, of CIFAR 32. */
    private static final int SMALL = 64;

    private Architectures() {}

    /**
     * Returns the model with first weights.
     *
     * @param standardization of pictures, which the model does itself
     * @param outputs classes, labels or numbers
     * @param seed decides the first weights
     * @throws IllegalArgumentException if the network takes another kind of input
     */
    public static OnnxModel model(
            NamedNetwork spec, InputMeaning input, Standardization standardization, int outputs, long seed) {
        if (spec instanceof NamedNetwork.OfTexts texts) {
            if (input instanceof InputMeaning.Text text) {
                return ofTexts(texts, text, outputs, seed);
            }
            throw new IllegalArgumentException(
                    "network: " + spec.called() + " takes texts (expected texts, was " + input.kind() + "s)");
        }
        if (input instanceof InputMeaning.Image image) {
            return OnnxModel.of(
                    Graph.build(spec.called(), graph -> pictures(spec, image, standardization, outputs, seed, graph)),
                    OPSET);
        }
        throw new IllegalArgumentException(
                "network: " + spec.called() + " takes images (expected images, was " + input.kind() + "s)");
    }

    private static void pictures(
            NamedNetwork spec,
            InputMeaning.Image image,
            Standardization standardization,
            int outputs,
            long seed,
            Graph.Builder graph) {
        Object[] dims = Stream.concat(
                        Stream.of("batch"), LongStream.of(image.sampleShape()).boxed())
                .toArray();
        graph.input(ValueInfo.of("image", DataType.FLOAT, Shape.symbolic(dims)));
        Scope root = Scope.root(graph, seed);
        String x = standardized(root.in("preprocessing"), "image", standardization);
        boolean small = Math.min(image.height(), image.width()) < SMALL;
        String logits = spec instanceof NamedNetwork.Resnet resnet
                ? new ResnetGraph(resnet, small).write(root, x, image.channels(), outputs)
                : new MobilenetV2Graph((NamedNetwork.MobilenetV2) spec, small)
                        .write(root, x, image.channels(), outputs);
        answer(root, logits, outputs);
    }

    /** (x - mean) / scale, constants that nothing learns. */
    private static String standardized(Scope scope, String x, Standardization standardization) {
        String centred = scope.node("Sub", x, scope.constant(perChannel(standardization.mean())));
        return scope.node("Div", centred, scope.constant(perChannel(standardization.scale())));
    }

    private static Tensor perChannel(List<Float> values) {
        float[] floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = values.get(i);
        }
        return floats.length == 1 ? Tensor.ofFloats(floats, 1) : Tensor.ofFloats(floats, floats.length, 1, 1);
    }

    private static void answer(Scope root, String value, int outputs) {
        root.graph().node(Scope.call("Identity", value).withOutputs(List.of(ClassificationHead.LOGITS)));
        root.graph().output(ValueInfo.of(ClassificationHead.LOGITS, DataType.FLOAT, Shape.symbolic("batch", outputs)));
    }

    private static OnnxModel ofTexts(NamedNetwork.OfTexts spec, InputMeaning.Text text, int outputs, long seed) {
        int vocabulary = TokenizerSource.tokens(text);
        if (spec instanceof NamedNetwork.Lstm lstm) {
            return OnnxModel.of(
                    Graph.build(spec.called(), graph -> {
                        String ids = tokens(graph, "input_ids");
                        Scope root = Scope.root(graph, seed);
                        answer(
                                root,
                                new LstmGraph(lstm, vocabulary)
                                        .write(root, ids, tokens(graph, "attention_mask"), outputs),
                                outputs);
                    }),
                    OPSET);
        }
        NamedNetwork.Bert bert = (NamedNetwork.Bert) spec;
        OnnxModel backbone = OnnxModel.of(
                Graph.build(spec.called(), graph -> {
                    String ids = tokens(graph, "input_ids");
                    String mask = tokens(graph, "attention_mask");
                    @Nullable String segments = text.pair() == null ? null : tokens(graph, "token_type_ids");
                    String vectors = new BertGraph(bert, vocabulary, text.length())
                            .write(Scope.root(graph, seed), ids, mask, segments);
                    graph.output(
                            ValueInfo.of(vectors, DataType.FLOAT, Shape.symbolic("batch", "tokens", bert.hidden())));
                }),
                OPSET);
        String vectors = backbone.graph().outputs().get(0).name();
        return new ClassificationHead(outputs, Pooling.MEAN, bert.dropout(), seed).applyTo(backbone, vectors);
    }

    private static String tokens(Graph.Builder graph, String name) {
        graph.input(ValueInfo.of(name, DataType.INT64, Shape.symbolic("batch", "tokens")));
        return name;
    }
}
