package dev.alambic.onnx.edit;

import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Dim;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.TensorType;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.onnx.match.AnswerForm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Several models of the same inputs as one, whose only output is what they answer together. The value {@code v} of the
 * model that is called {@code a} is called {@code a.v} in it.
 */
public final class Ensemble {

    /** How several answers become one. */
    public enum Vote {
        /**
         * The weighted mean of the probabilities, as logits: their logarithm, or of labels ln(p / (1 - p)); of numbers
         * their weighted mean.
         */
        PROBABILITIES,

        /** The weighted mean of the logits. */
        LOGITS,

        /**
         * The probabilities of the model that is the surest of the sample, or of labels of each label, as logits; of
         * numbers their weighted mean.
         */
        SUREST
    }

    /** What the models answer with. */
    public enum Answers {
        /** One of several classes. */
        CLASSES,

        /** Any of several labels. */
        LABELS,

        NUMBERS
    }

    /**
     * One of the models.
     *
     * @param weight how much it counts, above 0
     */
    public record Member(OnnxModel model, double weight) {}

    private static final String OUTPUT = "ensemble.answer";

    /** Least probability whose logarithm is taken. */
    private static final float LEAST = 1e-30f;

    /** Likewise of a label, and least distance from 1: about what float32 tells from 1. */
    private static final float LEAST_OF_LABEL = 1e-7f;

    private final Graph.Builder out;
    private final Vote vote;
    private final Answers kind;
    private final double weights;

    private Ensemble(Graph.Builder out, Vote vote, Answers kind, double weights) {
        this.out = out;
        this.vote = vote;
        this.kind = kind;
        this.weights = weights;
    }

    /**
     * Returns the model of an ensemble.
     *
     * @param members by name, in their order; at least one
     * @param answers class or label names in the order of the logits, or the names of the numbers
     * @param kind which of these they are
     * @throws UnsupportedModelException if the models take other inputs, answer with other classes, or are written in
     *     other versions of the standard's operators
     */
    public static OnnxModel of(Map<String, Member> members, Vote vote, List<String> answers, Answers kind) {
        Map<String, OnnxModel> models = new LinkedHashMap<>();
        members.forEach((name, member) -> models.put(
                name,
                kind == Answers.NUMBERS
                        ? member.model
                        : ClassOrder.of(member.model, answers, "teacher '" + name + "'")));
        String first = models.keySet().iterator().next();
        OnnxModel shown = Objects.requireNonNull(models.get(first));
        double sum = members.values().stream().mapToDouble(Member::weight).sum();
        models.forEach((name, model) -> requireAlike(first, shown, name, model));
        Graph graph = Graph.build("ensemble", out -> {
            shown.graph().requiredInputs().forEach(out::input);
            Ensemble ensemble = new Ensemble(out, vote, kind, sum);
            List<String> each = new ArrayList<>();
            members.forEach((name, member) -> each.add(ensemble.add(
                    name,
                    Objects.requireNonNull(models.get(name)),
                    shown.graph().requiredInputs(),
                    member.weight)));
            ensemble.join(each);
            Dim batch = batch(shown.graph());
            out.output(ValueInfo.of(OUTPUT, DataType.FLOAT, new Shape(List.of(batch, Dim.of(answers.size())))));
        });
        OnnxModel joined = OnnxModel.of(graph, shown.opset());
        for (OnnxModel model : models.values()) {
            for (Map.Entry<String, Long> opset : model.opsets().entrySet()) {
                joined = joined.withOpset(opset.getKey(), opset.getValue());
            }
        }
        return ModelInfo.of(shown).applyTo(joined);
    }

    private static Dim batch(Graph graph) {
        TensorType type = graph.requiredInputs().get(0).type();
        return type == null || type.shape() == null || type.shape().rank() == 0
                ? Dim.unknown()
                : type.shape().dim(0);
    }

    private static void requireAlike(String first, OnnxModel shown, String name, OnnxModel model) {
        if (model.opset() != shown.opset()) {
            throw new UnsupportedModelException("teacher '" + name + "': written in other operators than teacher '"
                    + first
                    + "' (expected opset " + shown.opset() + ", was " + model.opset()
                    + "; raise it by: alambic optimize --opset " + Math.max(shown.opset(), model.opset()) + ")");
        }
        List<ValueInfo> expected = shown.graph().requiredInputs();
        List<ValueInfo> found = model.graph().requiredInputs();
        boolean fits = expected.size() == found.size();
        for (int i = 0; fits && i < expected.size(); i++) {
            fits = elementType(expected.get(i)) == elementType(found.get(i));
        }
        if (!fits) {
            throw new UnsupportedModelException("teacher '" + name + "': takes other inputs than teacher '" + first
                    + "' (expected " + expected + ", was " + found + ")");
        }
    }

    private static Object elementType(ValueInfo value) {
        TensorType type = value.type();
        return type == null ? "unknown" : type.elementType();
    }

    /** Adds a model, and returns the value that holds what it has to say, of each sample. */
    private String add(String name, OnnxModel model, List<ValueInfo> inputs, double weight) {
        Map<String, String> fed = new HashMap<>();
        for (int i = 0; i < inputs.size(); i++) {
            fed.put(model.graph().requiredInputs().get(i).name(), inputs.get(i).name());
        }
        Graph own = model.graph()
                .renamedAll(value ->
                        value.isEmpty() ? value : Objects.requireNonNullElse(fed.get(value), name + "." + value));
        own.initializers().forEach(out::initializer);
        own.nodes().forEach(node -> out.node(node.withName(name + "." + node.name())));
        String output = model.graph().outputs().get(0).name();
        String said = switch (kind) {
            case CLASSES -> classes(name, model, output);
            case LABELS -> labels(name, model, output);
            case NUMBERS -> name + "." + output;
        };
        return vote == Vote.SUREST && kind != Answers.NUMBERS ? said : weighted(name, said, weight / weights);
    }

    private String weighted(String name, String said, double share) {
        String factor = out.constant(name + ".share", Tensor.scalar((float) share));
        return out.node(Node.of("Mul", List.of(said, factor), name + ".counted"));
    }

    /** Returns the logits, or the probabilities, of a model's classes. */
    private String classes(String name, OnnxModel model, String output) {
        AnswerForm form = AnswerForm.of(model.graph(), output);
        if (form == AnswerForm.SIGMOID) {
            throw new UnsupportedModelException("teacher '" + name + "': it answers with a sigmoid (expected logits or"
                    + " probabilities of every class)");
        }
        String said = name + "." + output;
        if (vote == Vote.LOGITS) {
            return form == AnswerForm.LOGITS ? said : logarithm(name, said);
        }
        return form == AnswerForm.LOGITS
                ? out.node(Node.of("Softmax", List.of(said), name + ".probabilities")
                        .with("axis", 1))
                : said;
    }

    /** Returns the logits, or the probabilities, of a model's labels. */
    private String labels(String name, OnnxModel model, String output) {
        AnswerForm form = AnswerForm.of(model.graph(), output);
        if (form == AnswerForm.PROBABILITIES) {
            throw new UnsupportedModelException("teacher '" + name + "': it answers with a softmax (expected logits or"
                    + " sigmoids of every label)");
        }
        String logits = AnswerForm.logits(model.graph(), output);
        String said = name + "." + output;
        if (vote == Vote.LOGITS) {
            return form == AnswerForm.LOGITS || !logits.equals(output) ? name + "." + logits : odds(name, said);
        }
        return form == AnswerForm.LOGITS ? out.node(Node.of("Sigmoid", List.of(said), name + ".probabilities")) : said;
    }

    /** ln(p / (1 - p)). */
    private String odds(String name, String probabilities) {
        String least = out.constant(name + ".least", Tensor.scalar(LEAST_OF_LABEL));
        String most = out.constant(name + ".most", Tensor.scalar(1 - LEAST_OF_LABEL));
        String above = out.node(Node.of("Max", List.of(probabilities, least), name + ".above"));
        String inside = out.node(Node.of("Min", List.of(above, most), name + ".inside"));
        String one = out.constant(name + ".one", Tensor.scalar(1f));
        String other = out.node(Node.of("Sub", List.of(one, inside), name + ".other"));
        return out.node(Node.of(
                "Log", List.of(out.node(Node.of("Div", List.of(inside, other), name + ".odds"))), name + ".logits"));
    }

    private String logarithm(String name, String value) {
        String least = out.constant(name + ".least", Tensor.scalar(LEAST));
        String bounded = out.node(Node.of("Max", List.of(value, least), name + ".bounded"));
        return out.node(Node.of("Log", List.of(bounded), name + ".logarithm"));
    }

    private void join(List<String> each) {
        String joined = vote == Vote.SUREST && kind != Answers.NUMBERS ? surest(each) : sum(each);
        out.node(Node.of("Identity", List.of(vote == Vote.LOGITS ? joined : logits(joined)), OUTPUT));
    }

    private String logits(String probabilities) {
        return switch (kind) {
            case CLASSES -> logarithm("ensemble", probabilities);
            case LABELS -> odds("ensemble", probabilities);
            case NUMBERS -> probabilities;
        };
    }

    private String sum(List<String> each) {
        return each.size() == 1 ? each.get(0) : out.node(Node.of("Sum", each, "ensemble.sum"));
    }

    private String surest(List<String> each) {
        String best = each.get(0);
        for (int i = 1; i < each.size(); i++) {
            String name = "ensemble." + i;
            String surer = out.node(Node.of(
                    "Greater", List.of(sure(each.get(i), name + ".new"), sure(best, name + ".old")), name + ".surer"));
            best = out.node(Node.of("Where", List.of(surer, each.get(i), best), name + ".best"));
        }
        return best;
    }

    /** Returns how sure a model is: of each sample its greatest probability, of each label how far it is from 1/2. */
    private String sure(String probabilities, String name) {
        if (kind == Answers.LABELS) {
            String half = out.constant(name + ".half", Tensor.scalar(0.5f));
            String distance = out.node(Node.of("Sub", List.of(probabilities, half), name + ".distance"));
            return out.node(Node.of("Abs", List.of(distance), name));
        }
        String one = out.constant(name + ".one", Tensor.ofLongs(new long[] {1}, 1));
        out.node(Node.of("TopK", List.of(probabilities, one), List.of(name, name + ".index"))
                .with("axis", 1));
        return name;
    }
}
