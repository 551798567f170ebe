package dev.alambic.quantizer.int8;

/** What becomes of LSTM, GRU and RNN. */
public enum Recurrent {
    /** They stay as they are. */
    FLOAT,
    /**
     * Their weights are stored as integers and expanded to floats when the model runs: smaller files, same arithmetic.
     */
    WEIGHTS,
    /**
     * The default. LSTM runs on integers (DynamicQuantizeLSTM of {@code com.microsoft}); GRU and RNN, which have no
     * kernel, as WEIGHTS.
     */
    INTEGERS
}
