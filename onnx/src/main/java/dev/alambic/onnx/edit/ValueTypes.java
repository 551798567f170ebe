package dev.alambic.onnx.edit;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Bytes;
import dev.alambic.onnx.graph.Dim;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The types of values inside a model: as it states them, else as ONNX Runtime infers them when it loads the model. */
final class ValueTypes {

    /** What the runtime calls extents that it has no name for. */
    private static final String NAMELESS = "unk__";

    private final OnnxModel model;
    private final Map<String, ValueInfo> stated = new LinkedHashMap<>();

    private ValueTypes(OnnxModel model) {
        this.model = model;
        Graph graph = model.graph();
        Stream.of(graph.inputs(), graph.valueInfos(), graph.outputs())
                .flatMap(List::stream)
                .filter(info -> info.type() != null && info.type().shape() != null)
                .forEach(info -> stated.put(info.name(), info));
    }

    static ValueTypes of(OnnxModel model) {
        return new ValueTypes(model);
    }

    /** Returns the types of {@code names}, in this order; the model is only loaded if it does not state them. */
    List<ValueInfo> infos(List<String> names) {
        List<String> missing =
                names.stream().filter(name -> !stated.containsKey(name)).toList();
        if (!missing.isEmpty()) {
            infer(missing);
        }
        List<ValueInfo> infos = new ArrayList<>();
        names.forEach(name -> infos.add(stated.getOrDefault(name, new ValueInfo(name, null, Bytes.EMPTY))));
        return infos;
    }

    private void infer(List<String> names) {
        try (Session session = Session.open(model, names, SessionOptions.defaults())) {
            session.outputs().stream()
                    .filter(output -> names.contains(output.name()))
                    .forEach(output -> stated.put(output.name(), named(output)));
        }
    }

    private static ValueInfo named(ValueInfo info) {
        return info.mapDims((axis, dim) ->
                dim instanceof Dim.Named symbol && symbol.symbol().startsWith(NAMELESS) ? Dim.unknown() : dim);
    }
}
