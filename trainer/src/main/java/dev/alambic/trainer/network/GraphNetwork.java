package dev.alambic.trainer.network;

import dev.alambic.data.set.Standardization;
import dev.alambic.exporter.importer.TrainableGraph;
import dev.alambic.exporter.importer.TrainableOptions;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.TaskInfo;
import dev.alambic.onnx.edit.ClassificationHead;
import dev.alambic.onnx.edit.Cut;
import dev.alambic.onnx.edit.TaskOutputs;
import dev.alambic.onnx.edit.TiedWeights;
import dev.alambic.onnx.graph.Dim;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.TensorType;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.onnx.match.AnswerForm;
import dev.alambic.trainer.spec.HeadSpec;
import dev.alambic.trainer.spec.NetworkSpec;
import java.util.List;
import java.util.Map;

/** Any ONNX model as a network of the data: cut, with a head, as a block that answers with logits [batch, classes]. */
public final class GraphNetwork {

    private static final String PAIR = "alambic.logits";

    private GraphNetwork() {}

    /**
     * Returns the model that a specification makes of {@code file}.
     *
     * @param seed decides the first weights of a head
     * @throws IllegalArgumentException if it cannot be cut there, or cannot carry such a head
     */
    public static OnnxModel edit(OnnxModel file, NetworkSpec.Onnx spec, int classes, long seed) {
        OnnxModel model = spec.ties() ? TiedWeights.tie(file) : file;
        String cut = spec.cut();
        HeadSpec head = spec.head();
        if (head == null) {
            return cut == null ? model : Cut.at(model, cut);
        }
        String end = cut == null ? model.graph().outputs().get(0).name() : cut;
        OnnxModel unnamed = ModelInfo.of(model)
                .withLabels(List.of())
                .withTargets(List.of())
                .withThreshold(null)
                .withTasks(Map.of())
                .applyTo(model);
        return new ClassificationHead(classes, head.pooling(), head.dropout(), seed).applyTo(unnamed, end);
    }

    /**
     * Returns the model that a specification makes of {@code file} to answer with numbers.
     *
     * @param targets what the numbers of a head are standardized by
     * @param seed decides the first weights of a head
     * @throws IllegalArgumentException if it cannot be cut there, or cannot carry such a head
     */
    public static OnnxModel editForNumbers(OnnxModel file, NetworkSpec.Onnx spec, Standardization targets, long seed) {
        OnnxModel edited = edit(file, spec, targets.mean().size(), seed);
        return spec.head() == null ? edited : inUnits(edited, targets);
    }

    /** Returns a model that answers with standardized numbers, so that it answers in the units of the targets. */
    public static OnnxModel inUnits(OnnxModel model, Standardization targets) {
        return NumberHead.applyTo(model, targets);
    }

    /**
     * Returns the block of a model's numbers: of its first output, as it is.
     *
     * @throws IllegalArgumentException if the model has another number of them, or other targets
     */
    public static TrainableGraph blockOfNumbers(OnnxModel model, List<String> targets) {
        ValueInfo output = model.graph().outputs().get(0);
        TensorType type = output.type();
        Shape shape = type == null ? null : type.shape();
        if (shape != null) {
            boolean one = shape.rank() == 1 && targets.size() == 1;
            boolean fits =
                    shape.rank() == 2 && (!(shape.dim(1) instanceof Dim.Fixed fixed) || fixed.size() == targets.size());
            if (!fits && !one) {
                throw new IllegalArgumentException("network: the output of the model does not fit the targets of the"
                        + " data (expected [batch, " + targets.size() + "], was " + shape + "; a head makes it fit)");
            }
        }
        List<String> own = ModelInfo.of(model).targets();
        if (!own.isEmpty() && !own.equals(targets)) {
            throw new IllegalArgumentException("network: the model has other targets than the data (expected " + targets
                    + ", was " + own + "; a head replaces them)");
        }
        return TrainableGraph.of(model, TrainableOptions.defaults().withOutputs(output.name()));
    }

    /**
     * Returns the block of a model's answers to several tasks, in one row: of all its outputs, as they are.
     *
     * @param answers {@code task.value} for each value of each task, in their order
     * @throws IllegalArgumentException if the model has another number of them, or other tasks
     */
    public static TrainableGraph blockOfTasks(OnnxModel model, List<String> answers) {
        OnnxModel joined = TaskOutputs.join(model);
        ValueInfo output = joined.graph().outputs().get(0);
        Shape shape = output.type() == null ? null : output.type().shape();
        boolean known = shape != null && shape.rank() == 2 && shape.dim(1) instanceof Dim.Fixed;
        if (shape != null && known && !shape.dim(1).equals(Dim.of(answers.size()))) {
            throw new IllegalArgumentException("network: the outputs of the model do not fit the tasks of the data"
                    + " (expected [batch, " + answers.size() + "], was " + shape + "; a head makes it fit)");
        }
        List<String> own = TaskInfo.rowNames(ModelInfo.of(model).outputsOfTasks());
        if (!own.isEmpty() && !own.equals(answers)) {
            throw new IllegalArgumentException("network: the model does other tasks than the data have (expected "
                    + answers + ", was " + own + "; a head replaces them)");
        }
        return TrainableGraph.of(joined, TrainableOptions.defaults().withOutputs(output.name()));
    }

    /**
     * Returns the block of a model's logits: of its first output or, where that is the result of a Softmax, of what
     * goes into it; of a Sigmoid of one number, of 0 and what goes into it.
     *
     * @param classes of the data, in the order of the logits
     * @throws IllegalArgumentException if the model has other classes
     */
    public static TrainableGraph block(OnnxModel model, List<String> classes) {
        requireClasses(model, classes);
        String output = model.graph().outputs().get(0).name();
        boolean two = isOne(model.graph(), output) && classes.size() == 2;
        OnnxModel made = two ? withPair(model, AnswerForm.logits(model.graph(), output)) : model;
        String logits = two ? PAIR : AnswerForm.logits(model.graph(), output);
        return TrainableGraph.of(made, TrainableOptions.defaults().withOutputs(logits));
    }

    /** Returns whether the output is one probability a sample, that of the second of two classes. */
    private static boolean isOne(Graph graph, String output) {
        TensorType type = graph.outputs().get(0).type();
        return AnswerForm.of(graph, output) == AnswerForm.SIGMOID
                && !AnswerForm.logits(graph, output).equals(output)
                && type != null
                && type.shape() != null
                && type.shape().rank() == 2
                && type.shape().dim(1).equals(Dim.of(1));
    }

    /** Returns {@code model} with the logits of two classes, 0 and {@code logit}, whose softmax is the sigmoid. */
    private static OnnxModel withPair(OnnxModel model, String logit) {
        return model.mapGraph(graph -> graph.edit(out -> {
            String zero = out.constant(PAIR + ".zero", Tensor.ofFloats(new float[1], 1));
            out.node(Node.of("Mul", List.of(logit, zero), PAIR + ".first"));
            out.node(Node.of("Concat", List.of(PAIR + ".first", logit), PAIR).with("axis", 1));
        }));
    }

    /** Returns {@code model} without what {@link #block} added to train it. */
    public static OnnxModel withoutPair(OnnxModel model) {
        return model.mapGraph(graph -> graph.edit(out -> {
            out.nodes(graph.nodes().stream()
                    .filter(node -> node.outputs().stream().noneMatch(value -> value.startsWith(PAIR)))
                    .toList());
            graph.initializers().keySet().stream()
                    .filter(value -> value.startsWith(PAIR))
                    .forEach(out::removeInitializer);
        }));
    }

    private static void requireClasses(OnnxModel model, List<String> classes) {
        TensorType type = model.graph().outputs().get(0).type();
        if (type != null && type.shape() != null) {
            List<Dim> dims = type.shape().dims();
            boolean fits =
                    dims.size() == 2 && (!(dims.get(1) instanceof Dim.Fixed fixed) || fixed.size() == classes.size());
            boolean two = classes.size() == 2
                    && isOne(model.graph(), model.graph().outputs().get(0).name());
            if (!fits && !two) {
                throw new IllegalArgumentException("network: the output of the model does not fit the classes of the"
                        + " data (expected [batch, " + classes.size() + "], was " + type.shape()
                        + "; a head makes it fit)");
            }
        }
        List<String> labels = ModelInfo.of(model).labels();
        if (!labels.isEmpty() && !labels.equals(classes)) {
            throw new IllegalArgumentException("network: the model has other classes than the data (expected " + classes
                    + ", was " + labels + "; a head replaces them)");
        }
    }
}
