package dev.alambic.onnx.serde;

import dev.alambic.onnx.serde.proto.OnnxProto.OperatorSetIdProto;
import dev.alambic.onnx.serde.proto.OnnxProto.StringStringEntryProto;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lists of pairs as maps, and back in the usual way of writing them; of two equal keys the later counts. */
final class Pairs {

    private Pairs() {}

    static Map<String, Long> opsets(List<OperatorSetIdProto> list) {
        Map<String, Long> map = new LinkedHashMap<>();
        list.forEach(entry -> map.put(entry.getDomain(), entry.getVersion()));
        return map;
    }

    static List<OperatorSetIdProto> ofOpsets(Map<String, Long> map) {
        return map.entrySet().stream()
                .map(entry -> OperatorSetIdProto.newBuilder()
                        .setDomain(entry.getKey())
                        .setVersion(entry.getValue())
                        .build())
                .toList();
    }

    static Map<String, String> strings(List<StringStringEntryProto> list) {
        Map<String, String> map = new LinkedHashMap<>();
        list.forEach(entry -> map.put(entry.getKey(), entry.getValue()));
        return map;
    }

    static List<StringStringEntryProto> ofStrings(Map<String, String> map) {
        return map.entrySet().stream()
                .map(entry -> StringStringEntryProto.newBuilder()
                        .setKey(entry.getKey())
                        .setValue(entry.getValue())
                        .build())
                .toList();
    }
}
