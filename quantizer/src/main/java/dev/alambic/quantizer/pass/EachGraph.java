package dev.alambic.quantizer.pass;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A pass that treats the bodies of {@code If}, {@code Loop} and {@code Scan} as it treats the graph around them; see
 * {@link Bodies} for how. The bodies come first, so that the graph around them is left without what they no longer
 * read.
 */
public final class EachGraph implements Pass {
    private final Pass around;
    private final Pass inside;
    private final String note;

    private EachGraph(Pass around, Pass inside, String note) {
        this.around = around;
        this.inside = inside;
        this.note = note;
    }

    /** Returns {@code pass} for the main graph and all bodies in it. */
    public static Pass of(Pass pass) {
        return new EachGraph(pass, pass, "");
    }

    /** Returns each of {@code passes} for the main graph and all bodies in it. */
    public static List<Pass> of(Pass... passes) {
        return List.of(passes).stream().map(EachGraph::of).toList();
    }

    /**
     * Returns {@code around} for the main graph, and another pass for bodies.
     *
     * @param note what the user is told if that changes any; empty for nothing
     */
    public static Pass of(Pass around, Pass inside, String note) {
        return new EachGraph(around, inside, note);
    }

    /**
     * Returns the bodies of {@code If}, {@code Loop} and {@code Scan} in {@code model}, each as a model of its own:
     * what it reads of the graphs around it is an input, or an initializer where that is constant.
     */
    public static List<OnnxModel> bodies(OnnxModel model) {
        return Bodies.alone(model);
    }

    @Override
    public String name() {
        return around.name();
    }

    @Override
    public Promise promise() {
        return around.promise();
    }

    @Override
    public void requires(OnnxModel model) {
        around.requires(model);
        if (hasBodies(model.graph())) {
            inside.requires(model);
        }
    }

    @Override
    public void ensures(OnnxModel model) {
        around.ensures(model);
    }

    private static boolean hasBodies(Graph graph) {
        return graph.nodes().stream().anyMatch(node -> !node.subgraphs().isEmpty());
    }

    @Override
    public Outcome apply(OnnxModel model) {
        if (!hasBodies(model.graph())) {
            return around.apply(model);
        }
        Outcome bodies = new Bodies(model, inside).treated();
        boolean changed = !bodies.model().graph().equals(model.graph());
        List<String> notes = new ArrayList<>(bodies.notes());
        if (changed && !note.isEmpty()) {
            notes.add(note);
        }
        Outcome outcome = around.apply(bodies.model());
        outcome.notes().stream()
                .filter(each -> !changed || !Outcome.isIdle(each))
                .forEach(notes::add);
        OnnxModel made = outcome.model()
                .mapGraph(graph -> shared(model.graph(), bodies.model().graph(), graph));
        return new Outcome(made, notes.stream().distinct().toList());
    }

    /** Returns {@code made} with the constants that it and the bodies were given alike stored once. */
    private static Graph shared(Graph before, Graph withBodies, Graph made) {
        Map<Tensor, String> ofBodies = new HashMap<>();
        withBodies.initializers().forEach((name, tensor) -> {
            if (!before.initializers().containsKey(name) && made.initializers().containsKey(name)) {
                ofBodies.put(tensor, name);
            }
        });
        Map<String, String> same = new HashMap<>();
        if (!ofBodies.isEmpty()) {
            made.initializers().forEach((name, tensor) -> {
                String other = withBodies.initializers().containsKey(name) ? null : ofBodies.get(tensor);
                if (other != null && !made.index().isOutput(name)) {
                    same.put(name, other);
                }
            });
        }
        return same.isEmpty()
                ? made
                : made.edit(out -> {
                    same.keySet().forEach(out::removeInitializer);
                    out.nodes(made.nodes().stream()
                            .map(node -> node.renameAll(name -> same.getOrDefault(name, name)))
                            .toList());
                });
    }
}
