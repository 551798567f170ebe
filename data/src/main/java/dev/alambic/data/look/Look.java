package dev.alambic.data.look;

import java.nio.file.Path;
import java.util.List;

/** What a file or folder looks like: what could be learnt from it, and how it must be read for that. */
public sealed interface Look permits TableSight, PictureSight, TextSight, SoundSight {

    /** Returns what was looked at. */
    Path source();

    /** Returns what is remarkable, one line each. */
    List<String> remarks();
}
