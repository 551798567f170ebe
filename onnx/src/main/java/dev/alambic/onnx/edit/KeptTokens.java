package dev.alambic.onnx.edit;

import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.UnsupportedModelException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A model of texts with some of its tokens alone: of each table that tokens are looked up in, the rows of those that
 * stay, in the order of their new numbers. Whoever feeds the model must cut texts into these numbers.
 */
public final class KeptTokens {

    /** The step in the history of a model. */
    public static final String STEP = "KeptTokens";

    /** What gives the numbers on as they are. */
    private static final Set<String> CARRIERS = Set.of("Cast", "Identity");

    private KeptTokens() {}

    /**
     * Returns the model with these tokens.
     *
     * @param tokens the input that takes the numbers of tokens
     * @param kept the old number of each new one; at least one, each once
     * @throws IllegalArgumentException if there is no such number
     * @throws UnsupportedModelException if the numbers are asked for anything but rows of a table of floats, or such a
     *     table is also that of the answers
     */
    public static OnnxModel keep(OnnxModel model, String tokens, List<Integer> kept) {
        Map<String, Tensor> tables = tables(model, tokens);
        Map<String, Tensor> smaller = new LinkedHashMap<>();
        tables.forEach((name, table) -> smaller.put(name, rows(name, table, kept)));
        List<String> history = new ArrayList<>(ModelInfo.of(model).history());
        history.add(STEP);
        return ModelInfo.of(model)
                .withHistory(history)
                .applyTo(model.mapGraph(graph -> graph.edit(out -> smaller.forEach((name, table) -> {
                    out.removeInitializer(name);
                    out.initializer(name, table);
                }))));
    }

    /** Returns the tables that tokens are looked up in, by name. */
    private static Map<String, Tensor> tables(OnnxModel model, String tokens) {
        Graph graph = model.graph();
        Collection<String> tied = TiedWeights.of(model).values();
        Map<String, Tensor> tables = new LinkedHashMap<>();
        Deque<String> open = new ArrayDeque<>(List.of(tokens));
        while (!open.isEmpty()) {
            String numbers = open.remove();
            for (Node node : graph.index().consumers(numbers)) {
                if (CARRIERS.contains(node.opType()) && node.isStandard()) {
                    open.add(node.output());
                } else if (!node.is("Shape")) {
                    String name = node.input(0).orElse("");
                    tables.put(name, table(graph, node, numbers, tied));
                }
            }
        }
        if (tables.isEmpty()) {
            throw new UnsupportedModelException(
                    "tokens: '" + tokens + "' is looked up in no table (expected a Gather of its rows)");
        }
        return tables;
    }

    private static Tensor table(Graph graph, Node node, String numbers, Collection<String> tied) {
        String name = node.input(0).orElse("");
        boolean looksUp = node.is("Gather")
                && node.input(1).filter(numbers::equals).isPresent()
                && node.intAttribute("axis", 0) == 0;
        if (!looksUp) {
            throw new UnsupportedModelException(node.label() + ": it reads the numbers of tokens, which would be others"
                    + " (expected only Gather of rows of a table)");
        }
        if (graph.index().consumers(name).size() > 1 || tied.contains(name)) {
            throw new UnsupportedModelException(
                    node.label() + ": the table '" + name
                            + "' is read elsewhere too, where the model answers with tokens (expected it to be looked up alone)");
        }
        return graph.initializer(name)
                .filter(table -> graph.constant(name).isPresent() && table.rank() == 2)
                .filter(table -> table.dataType().isFloating())
                .orElseThrow(() -> new UnsupportedModelException(node.label() + ": '" + name
                        + "' is no table of floats (expected a model before it is quantized or stored in halves)"));
    }

    private static Tensor rows(String name, Tensor table, List<Integer> kept) {
        int rows = Math.toIntExact(table.dim(0));
        int width = Math.toIntExact(table.byteSize() / Math.max(1, rows));
        ByteBuffer data = table.data();
        byte[] smaller = new byte[Math.multiplyExact(width, kept.size())];
        for (int i = 0; i < kept.size(); i++) {
            int row = kept.get(i);
            if (row < 0 || row >= rows) {
                throw new IllegalArgumentException(
                        "tokens: there is no row " + row + " in '" + name + "' (expected 0 to " + (rows - 1) + ")");
            }
            data.slice(row * width, width).get(smaller, i * width, width);
        }
        long[] dims = Arrays.copyOf(table.dims(), 2);
        dims[0] = kept.size();
        return Tensor.of(table.dataType(), dims, ByteBuffer.wrap(smaller));
    }
}
