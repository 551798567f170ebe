package dev.alambic.onnx.graph;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a model file holds; {@code OnnxModel} is this with the ways to read, write and change it.
 *
 * @param irVersion version of the file format
 * @param opsets version of each operator domain; the standard's domain is the empty string
 * @param metadata {@code metadata_props}, in the order of the file
 * @param rest what the file says of the model beyond this record (functions, producer's doc string, unknown fields)
 */
public record ModelContent(
        long irVersion,
        Map<String, Long> opsets,
        Producer producer,
        Graph graph,
        Map<String, String> metadata,
        Bytes rest) {

    public ModelContent {
        opsets = Collections.unmodifiableMap(new LinkedHashMap<>(opsets));
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }

    /** The program that wrote a file; either may be empty. */
    public record Producer(String name, String version) {}

    public ModelContent withIrVersion(long newIrVersion) {
        return new ModelContent(newIrVersion, opsets, producer, graph, metadata, rest);
    }

    public ModelContent withOpsets(Map<String, Long> newOpsets) {
        return new ModelContent(irVersion, newOpsets, producer, graph, metadata, rest);
    }

    public ModelContent withRest(Bytes newRest) {
        return new ModelContent(irVersion, opsets, producer, graph, metadata, newRest);
    }

    public ModelContent withGraph(Graph newGraph) {
        return new ModelContent(irVersion, opsets, producer, newGraph, metadata, rest);
    }
}
