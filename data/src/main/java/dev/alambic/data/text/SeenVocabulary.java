package dev.alambic.data.text;

import dev.alambic.data.input.ModelInputs;
import dev.alambic.data.set.Dataset;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.edit.KeptTokens;
import dev.alambic.onnx.graph.UnsupportedModelException;
import java.util.BitSet;
import java.util.List;

/**
 * A model of texts with the tokens alone that stand in some texts, those that mark texts, and single letters. Its
 * answers to these texts stay the same; a word of other texts that lost its token is cut into smaller pieces.
 *
 * @param model the smaller one, which carries its smaller tokenizer
 * @param before tokens that the tokenizer knew
 * @param after tokens that it knows
 */
public record SeenVocabulary(OnnxModel model, int before, int after) {

    /**
     * Cuts the vocabulary of a model that says how its texts are cut.
     *
     * @param texts cut by the model's own tokenizer
     * @throws UnsupportedModelException if the model carries no tokenizer, one of another kind than word pieces, or
     *     uses the numbers of tokens for more than rows of a table
     */
    public static SeenVocabulary of(OnnxModel model, List<Dataset> texts) {
        if (!(ModelInfo.of(model).input() instanceof InputMeaning.Text input)) {
            throw new UnsupportedModelException(
                    "vocabulary: the model says no tokenizer (expected a model of texts that carries one)");
        }
        BitSet used = new BitSet();
        used.set(input.padId());
        if (input.pair() != null && input.pair().separator() != InputMeaning.Text.NO_SEPARATOR) {
            used.set(input.pair().separator());
        }
        texts.forEach(part -> mark(part, input, used));
        SmallerTokenizer smaller = SmallerTokenizer.of(input.tokenizer(), used);
        String tokens = ModelInputs.tokens(model.graph().requiredInputs(), input);
        OnnxModel cut = KeptTokens.keep(model, tokens, smaller.kept());
        return new SeenVocabulary(
                ModelInfo.of(cut).withInput(renumbered(input, smaller)).applyTo(cut),
                TokenizerSource.tokens(input),
                smaller.kept().size());
    }

    private static InputMeaning.Text renumbered(InputMeaning.Text input, SmallerTokenizer smaller) {
        InputMeaning.Text.Pair pair = input.pair();
        InputMeaning.Text.Pair renumbered = pair == null
                ? null
                : new InputMeaning.Text.Pair(
                        pair.first(), pair.second(), smaller.kept().indexOf(pair.separator()));
        return new InputMeaning.Text(
                input.length(), smaller.kept().indexOf(input.padId()), smaller.json(), input.roles(), renumbered);
    }

    private static void mark(Dataset texts, InputMeaning.Text input, BitSet used) {
        if (!(texts.input() instanceof InputMeaning.Text cut)
                || !cut.tokenizer().equals(input.tokenizer())) {
            throw new IllegalArgumentException(texts.name()
                    + ": texts must be cut by the model's tokenizer (expected its tokens, was " + texts.input() + ")");
        }
        float[] tokens = new float[texts.sampleSize()];
        for (int i = 0; i < texts.size(); i++) {
            texts.copySample(i, tokens, 0);
            for (float token : tokens) {
                used.set((int) token);
            }
        }
    }
}
