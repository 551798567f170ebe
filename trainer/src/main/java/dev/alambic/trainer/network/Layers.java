package dev.alambic.trainer.network;

import ai.djl.nn.SequentialBlock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A row of layers, the last block of each of which has the name that a recipe gives the layer. */
final class Layers extends SequentialBlock {

    private final Map<Integer, String> names = new LinkedHashMap<>();

    /** Calls what the blocks up to here give by this name. */
    void name(String layer) {
        if (children.size() > 0) {
            names.put(children.size() - 1, layer);
        }
    }

    /** Returns the name of the layer that ends with the block at {@code index}. */
    Optional<String> nameOf(int index) {
        return Optional.ofNullable(names.get(index));
    }
}
