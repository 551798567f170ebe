package dev.alambic.run.init;

/** The lines of a recipe while it is written. */
final class RecipeLines {
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
