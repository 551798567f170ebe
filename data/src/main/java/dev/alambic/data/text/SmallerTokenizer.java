package dev.alambic.data.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.alambic.data.file.InvalidDataException;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.message.Quote;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A tokenizer of word pieces with some of its pieces alone. What is not there any more is cut into smaller pieces, down
 * to single letters, which all stay; so what could be said before can still be said. A word is cut into the longest
 * known pieces from its beginning, so that words all of whose pieces stay are cut as before.
 *
 * @param json the tokenizer.json with the new numbers
 * @param kept the old number of each new one, ascending
 */
record SmallerTokenizer(String json, List<Integer> kept) {

    private static final ObjectMapper JSON = new ObjectMapper();

    SmallerTokenizer {
        kept = List.copyOf(kept);
    }

    /**
     * Keeps the pieces of these numbers, single letters, and what the tokenizer puts around texts.
     *
     * @throws UnsupportedModelException if it does not cut words into the longest pieces
     */
    static SmallerTokenizer of(String json, BitSet used) {
        ObjectNode root = parsed(json);
        if (!(root.path("model") instanceof ObjectNode model)
                || !model.path("type").asText().equals("WordPiece")
                || !(model.path("vocab") instanceof ObjectNode vocabulary)) {
            throw new UnsupportedModelException(
                    "tokenizer: its vocabulary cannot be made smaller (expected WordPiece, was "
                            + Quote.of(root.path("model").path("type").asText()) + ")");
        }
        BitSet stays = (BitSet) used.clone();
        String inside = model.path("continuing_subword_prefix").asText("##");
        String unknown = model.path("unk_token").asText();
        vocabulary.properties().forEach(entry -> {
            String piece = entry.getKey();
            String letters = piece.startsWith(inside) ? piece.substring(inside.length()) : piece;
            if (piece.equals(unknown) || letters.codePointCount(0, letters.length()) <= 1) {
                stays.set(entry.getValue().asInt());
            }
        });
        root.path("added_tokens").forEach(token -> stays.set(token.path("id").asInt()));
        Numbers numbers = Numbers.of(stays);
        ObjectNode smaller = JSON.createObjectNode();
        vocabulary.properties().forEach(entry -> {
            int old = entry.getValue().asInt();
            if (stays.get(old)) {
                smaller.put(entry.getKey(), numbers.of(old));
            }
        });
        model.set("vocab", smaller);
        numbers.renumber(root);
        return new SmallerTokenizer(root.toString(), numbers.kept());
    }

    private static ObjectNode parsed(String json) {
        try {
            if (JSON.readTree(json) instanceof ObjectNode root) {
                return root;
            }
        } catch (JsonProcessingException e) {
            throw new InvalidDataException("tokenizer: not a tokenizer.json: " + e.getOriginalMessage(), e);
        }
        throw new InvalidDataException("tokenizer: not a tokenizer.json (expected an object)");
    }

    /** The new number of each old one. */
    private record Numbers(List<Integer> kept, Map<Integer, Integer> byOld) {

        static Numbers of(BitSet stays) {
            List<Integer> kept = stays.stream().boxed().toList();
            Map<Integer, Integer> byOld = new HashMap<>();
            kept.forEach(old -> byOld.put(old, byOld.size()));
            return new Numbers(kept, byOld);
        }

        int of(int old) {
            Integer number = byOld.get(old);
            if (number == null) {
                throw new InvalidDataException(
                        "tokenizer: it uses a token that it does not describe (was " + old + ")");
            }
            return number;
        }

        /** Changes the numbers of tokens beside the vocabulary. */
        void renumber(ObjectNode root) {
            for (JsonNode token : root.path("added_tokens")) {
                renumber(token, "id");
            }
            renumber(root.path("padding"), "pad_id");
            around(root.path("post_processor"));
        }

        private void renumber(JsonNode holder, String key) {
            if (holder instanceof ObjectNode object && object.path(key).canConvertToInt()) {
                object.put(key, of(object.path(key).intValue()));
            }
        }

        /** What is put around texts: a token and its number, or a template that names tokens, or several of these. */
        private void around(JsonNode processor) {
            for (String mark : List.of("sep", "cls")) {
                if (processor.path(mark) instanceof ArrayNode pair && pair.size() == 2) {
                    pair.set(1, IntNode.valueOf(of(pair.get(1).asInt())));
                }
            }
            for (JsonNode token : processor.path("special_tokens")) {
                if (token.path("ids") instanceof ArrayNode ids) {
                    List<JsonNode> renumbered = new ArrayList<>();
                    ids.forEach(id -> renumbered.add(IntNode.valueOf(of(id.asInt()))));
                    ids.removeAll().addAll(renumbered);
                }
            }
            processor.path("processors").forEach(this::around);
        }
    }
}
