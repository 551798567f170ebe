package dev.alambic.onnx.serde;

import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.ModelContent;
import dev.alambic.onnx.serde.proto.OnnxProto.GraphProto;
import dev.alambic.onnx.serde.proto.OnnxProto.ModelProto;
import dev.alambic.onnx.serde.proto.OnnxProto.SparseTensorProto;
import java.util.Set;
import java.util.stream.Collectors;

/** Names that are declared in the parts of a file that the model value carries along without interpreting them. */
public final class Leftovers {

    private Leftovers() {}

    /** Returns the names of the constants of {@code graph} that are stored as sparse tensors. */
    public static Set<String> sparseInitializers(Graph graph) {
        if (graph.rest().isEmpty()) {
            return Set.of();
        }
        return Messages.parse(GraphProto.parser(), graph.rest(), "graph " + graph.name())
                .getSparseInitializerList()
                .stream()
                .map(SparseTensorProto::getValues)
                .map(values -> values.getName())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Returns the domains of the operators that {@code model} defines itself. */
    public static Set<String> functionDomains(ModelContent model) {
        if (model.rest().isEmpty()) {
            return Set.of();
        }
        return Messages.parse(ModelProto.parser(), model.rest(), "model").getFunctionsList().stream()
                .map(function -> function.getDomain())
                .collect(Collectors.toUnmodifiableSet());
    }
}
