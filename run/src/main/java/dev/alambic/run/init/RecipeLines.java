package dev.alambic.run.init;

/** The lines of a recipe while it is written. */
final class RecipeLines {
    private static final int MOST_THREADS = 4;
    /** Texts that are trained on longer, over fewer word pieces. */
    private static final int FEW_TEXTS = 2000;

    private final StringBuilder text = new StringBuilder();

    void line(String line) {
        text.append(line).append('\n');
    }

    /** Says how a network is trained. */
    void training(int epochs, int batch, String optimizer, String rate) {
        line("  training:");
        line("    epochs: " + epochs);
        line("    batchSize: " + batch);
        line("    optimizer: {type: " + optimizer + ", learningRate: " + rate + "}");
        line("    schedule: {type: oneCycle, rise: 0.15, start: 0.05, end: 0}");
    }

    /** Says how many threads train: small networks gain nothing from more than a few. */
    void threads() {
        int processors = Runtime.getRuntime().availableProcessors();
        line("threads: " + Math.min(MOST_THREADS, processors) + " # of this machine's " + processors
                + "; with 1 results repeat to the bit");
    }

    /** Says how texts are cut. */
    void vocabulary(int texts, int length) {
        line("  vocabulary: " + (texts < FEW_TEXTS ? 2000 : 8000)
                + " # word pieces, learnt from the texts (tokenizer: FILE takes those of another model)");
        line("  length: " + length + " # tokens of a text; the rest is cut off");
    }

    /** Networks over word pieces that are learnt from the texts, so that no other model is needed. */
    void textNetworks(int texts) {
        int epochs = texts < FEW_TEXTS ? 20 : 8;
        threads();
        line("teacher: # the large network, as good as the data allow");
        line("  network: {type: textCnn, embedding: 64, kernels: [1, 2, 3], filters: 128, dropout: 0.5}");
        training(epochs, 64, "adamW", "2e-3");
        line("student: # the small one, which learns from its answers and is what you ship");
        line("  network: {type: textCnn, embedding: 32, kernels: [1, 2], filters: 64, dropout: 0.3}");
        training(epochs, 64, "adamW", "4e-3");
        distill(true);
    }

    /** Says which shares choose and judge, where the data have no parts for that. */
    void shares(boolean validation, boolean test) {
        if (!validation) {
            line("  validation: 0.15 # share that chooses the best epoch");
        }
        if (!test) {
            line("  test: 0.2 # share that the figures are measured on, once at the end");
        }
    }

    /** Says how much the student learns from the teacher. */
    void distill(boolean softened) {
        line("  distill: {" + (softened ? "temperature: 3, " : "")
                + "alpha: {type: linear, from: 0.7, to: 0.3}} # less of the teacher as time goes on");
    }

    /** Says what is made of the student, and how it is measured. */
    void variants(String int8) {
        line("variants:");
        line("  strip: true # neurons that do nothing are removed, exactly");
        line("  fp16: storage # weights in half the bytes");
        line("  int8: " + int8 + " # 8-bit integers");
        line("bench:");
        line("  batches: [1, 32] # samples a call");
        line("  threads: [1]");
    }

    /** Returns a text as YAML has it, in quotes where it could mean something else. */
    static String quoted(String word) {
        boolean plain = word.matches("[A-Za-z_/.][A-Za-z0-9_./-]*")
                && !word.matches("(?i)y|n|yes|no|on|off|true|false|null|nan|\\.inf|\\.nan|\\.");
        return plain ? word : "'" + word.replace("'", "''").replaceAll("\\s+", " ") + "'";
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
