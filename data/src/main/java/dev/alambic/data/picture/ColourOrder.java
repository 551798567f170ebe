package dev.alambic.data.picture;

/** In which order a model of three channels takes the colours; of Caffe and OpenCV, blue first. */
public enum ColourOrder {
    RGB,
    BGR;

    /** Returns which colour a channel is: 0 red, 1 green, 2 blue. */
    int colour(int channel) {
        return this == RGB ? channel : 2 - channel;
    }
}
