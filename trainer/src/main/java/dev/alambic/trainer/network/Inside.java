package dev.alambic.trainer.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.Pair;
import dev.alambic.exporter.importer.TrainableGraph;
import dev.alambic.onnx.match.InnerValues;
import dev.alambic.onnx.match.ValueKind;
import dev.alambic.onnx.message.Nearest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A block that also gives values inside it. Of an imported graph any value can be asked for, by its name or the path of
 * its block; of a network of a recipe what its layers give, as {@code layers.0} or {@code hidden.0}; of any other block
 * what its blocks give, as far as they stand in a row ({@link SequentialBlock}), by their path,
 * {@code 02SequentialBlock.01Conv2d}.
 */
public final class Inside {

    private final Block block;
    private final List<String> taps;
    private final boolean isGraph;

    private Inside(Block block, List<String> taps, boolean isGraph) {
        this.block = block;
        this.taps = taps;
        this.isGraph = isGraph;
    }

    /**
     * What a block answered.
     *
     * @param answer its own output
     * @param taps the values asked for, by name
     */
    public record Values(NDArray answer, Map<String, NDArray> taps) {}

    /** Returns the block alone. */
    public static Inside of(Block block) {
        return new Inside(block, List.of(), false);
    }

    /**
     * Returns an initialized block that also gives these values.
     *
     * @throws IllegalArgumentException if there is no such value; the message names the nearest
     */
    public static Inside of(Block block, List<String> taps) {
        if (taps.isEmpty()) {
            return of(block);
        }
        if (block instanceof TrainableGraph graph) {
            List<String> all = new ArrayList<>(List.of(graph.outputs().get(0)));
            taps.forEach(tap -> all.add(valueOf(graph, tap)));
            return new Inside(graph.inside(all), taps, true);
        }
        List<String> names = names(block);
        for (String tap : taps) {
            if (!names.contains(tap)) {
                throw new IllegalArgumentException(
                        "value '" + tap + "': the network has no such layer" + Nearest.hint(tap, names));
            }
        }
        return new Inside(block, taps, false);
    }

    private static String valueOf(TrainableGraph graph, String tap) {
        InnerValues values = InnerValues.of(graph.model().graph());
        return values.find(tap)
                .orElseThrow(() -> new IllegalArgumentException(
                        "value '" + tap + "': the model has no such value" + values.hint(tap)));
    }

    /** Returns the names of values that are good for that, in their order; blocks do not say what theirs are. */
    public static List<String> names(Block block, ValueKind kind) {
        if (block instanceof TrainableGraph graph) {
            return InnerValues.of(graph.model().graph()).of(kind);
        }
        return kind == ValueKind.FEATURES ? names(block) : List.of();
    }

    private static List<String> names(Block block) {
        Set<String> names = new LinkedHashSet<>();
        collect(block, "", names);
        return List.copyOf(names);
    }

    private static void collect(Block block, String path, Set<String> names) {
        if (!(block instanceof SequentialBlock row)) {
            return;
        }
        List<Pair<String, Block>> children = children(row);
        for (int i = 0; i < children.size(); i++) {
            String name = nameOf(row, i, children, path);
            collect(children.get(i).getValue(), name + ".", names);
            if (!name.isEmpty()) {
                names.add(name);
            }
        }
        if (path.isEmpty() && !names.isEmpty()) {
            names.remove(List.copyOf(names).get(names.size() - 1)); // the answer itself
        }
    }

    private static List<Pair<String, Block>> children(SequentialBlock row) {
        List<Pair<String, Block>> children = new ArrayList<>();
        row.getChildren().forEach(children::add);
        return children;
    }

    /** Names of layers stand for themselves, wherever they are; a block that ends none has none. */
    private static String nameOf(SequentialBlock row, int index, List<Pair<String, Block>> children, String path) {
        return row instanceof Layers layers
                ? layers.nameOf(index).orElse("")
                : path + children.get(index).getKey();
    }

    /** Runs the block; what it gives belongs to the manager of the inputs. */
    public Values forward(ParameterStore store, NDList inputs, boolean training) {
        if (taps.isEmpty()) {
            return new Values(block.forward(store, inputs, training).head(), Map.of());
        }
        if (isGraph) {
            NDList outputs = block.forward(store, inputs, training);
            Map<String, NDArray> values = new LinkedHashMap<>();
            for (int i = 0; i < taps.size(); i++) {
                values.put(taps.get(i), outputs.get(i + 1));
            }
            return new Values(outputs.get(0), values);
        }
        Run run = new Run(store, training, new HashSet<>(taps), new LinkedHashMap<>());
        NDArray answer = run.through(block, "", inputs).head();
        return new Values(answer, run.found);
    }

    /** One pass through blocks in rows. */
    private record Run(ParameterStore store, boolean training, Set<String> wanted, Map<String, NDArray> found) {

        NDList through(Block block, String path, NDList inputs) {
            if (!(block instanceof SequentialBlock row)) {
                return block.forward(store, inputs, training);
            }
            NDList current = inputs;
            List<Pair<String, Block>> children = children(row);
            for (int i = 0; i < children.size(); i++) {
                String name = nameOf(row, i, children, path);
                current = through(children.get(i).getValue(), name + ".", current);
                if (wanted.contains(name)) {
                    found.put(name, current.head());
                }
            }
            return current;
        }
    }
}
