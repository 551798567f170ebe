package dev.alambic.run.recipe;

/** Whether the student is trained once more without its teacher, to see whether the teacher is worth it. */
public enum Control {
    /** Where that takes little: up to some ten seconds. */
    AUTO,
    /** Always. */
    TRUE,
    /** Never. */
    FALSE
}
