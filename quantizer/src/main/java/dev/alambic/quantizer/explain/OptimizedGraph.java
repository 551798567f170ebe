package dev.alambic.quantizer.explain;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.operator.Trait;
import dev.alambic.onnx.runtime.RuntimeKernels;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The graph that the runtime executes, and what each node of the model has become in it. */
final class OptimizedGraph {
    private final Graph original;
    private final Graph optimized;
    private final Set<Node> integer;
    private final ValueKinds kinds;
    private final Map<String, Integer> positions = new HashMap<>();
    /** For each node of the model the node that executes it, alone or with others. */
    private final List<@Nullable Node> kernels = new ArrayList<>();

    private OptimizedGraph(Graph original, Graph optimized, Tags tags) {
        this.original = original;
        this.optimized = optimized;
        this.integer = Kernels.integer(optimized);
        this.kinds = ValueKinds.of(original);
        for (int i = 0; i < original.nodes().size(); i++) {
            for (String output : original.nodes().get(i).outputs()) {
                positions.put(output, i);
            }
            kernels.add(null);
        }
        findTagged(tags);
        absorbBackwards(tags);
        absorbForwards();
    }

    static OptimizedGraph of(OnnxModel model, SessionOptions options) {
        Tags tags = new Tags(model.graph());
        OnnxModel tagged = model.withGraph(tags.tagged());
        try {
            Path folder = Files.createTempDirectory("alambic-explain-");
            Path file = folder.resolve("optimized.onnx");
            try {
                Session.open(tagged, options.withOptimizedModel(file)).close();
                return new OptimizedGraph(model.graph(), OnnxModel.read(file).graph(), tags);
            } finally {
                Files.deleteIfExists(file);
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("temporary folder: cannot be written: " + e.getMessage(), e);
        }
    }

    /** Finds what has a node of its own; its name counts for more than what it writes, the end of a chain. */
    private void findTagged(Tags tags) {
        for (Node node : optimized.nodes()) {
            for (String output : node.outputs()) {
                tags.of(output).ifPresent(i -> take(i, node));
            }
        }
        for (Node node : optimized.nodes()) {
            OptionalInt tag = tags.of(node.name());
            tag.ifPresent(i -> take(i, node));
        }
    }

    private void take(int i, Node node) {
        boolean same = original.nodes().get(i).opType().equals(node.opType());
        if (same || !(Kernels.isConversion(node) || Kernels.changesLayout(node))) {
            kernels.set(i, node);
        }
    }

    /** What follows a node that became another operator, up to what that writes or an activation, is part of it. */
    private void absorbBackwards(Tags tags) {
        for (int i = 0; i < kernels.size(); i++) {
            Node node = original.nodes().get(i);
            Integer before = node.input(0).map(positions::get).orElse(null);
            if (kernels.get(i) == null && before != null && isFused(before)) {
                Node kernel = Objects.requireNonNull(kernels.get(before));
                if (i <= tags.of(kernel.output()).orElse(0) || Trait.ACTIVATION.isOf(node.opType())) {
                    kernels.set(i, kernel);
                }
            }
        }
    }

    private boolean isFused(int i) {
        Node kernel = kernels.get(i);
        Node node = original.nodes().get(i);
        return kernel != null
                && !Kernels.isConversion(kernel)
                && !(kernel.opType().equals(node.opType()) && kernel.domain().equals(node.domain()));
    }

    /** What is still missing is part of the node that reads it. */
    private void absorbForwards() {
        for (int i = kernels.size() - 1; i >= 0; i--) {
            Node node = original.nodes().get(i);
            if (kernels.get(i) == null && !kinds.isConstant(node)) {
                int position = i;
                node.outputs().stream()
                        .flatMap(output -> original.index().consumers(output).stream())
                        .map(reader -> kernels.get(positions.getOrDefault(reader.output(), position)))
                        .filter(kernel -> kernel != null)
                        .findFirst()
                        .ifPresent(kernel -> kernels.set(position, kernel));
            }
        }
    }

    Execution execution(int i) {
        Node node = original.nodes().get(i);
        Node kernel = kernels.get(i);
        if (Kernels.isConversion(node) || (kernel != null && Kernels.isConversion(kernel))) {
            return Execution.CONVERSION;
        }
        if (kinds.isConstant(node) && kernel == null) {
            return Execution.FOLDED;
        }
        boolean isInteger = kernel != null && integer.contains(kernel);
        boolean computes = RuntimeKernels.isInteger(node) || (isInteger && RuntimeKernels.keepsType(node.opType()));
        if (!computes && (Kernels.moves(node) || !kinds.isFloating(node))) {
            return Execution.MOVED;
        }
        return isInteger ? Execution.INTEGER : Execution.FLOAT;
    }

    /** Returns the operator that executes node {@code i} of the model, empty if there is none. */
    String kernel(int i) {
        Node kernel = kernels.get(i);
        return kernel == null ? "" : kernel.opType();
    }

    /** Returns how many conversions are executed each time. */
    int conversions() {
        return Kernels.conversions(optimized);
    }
}
