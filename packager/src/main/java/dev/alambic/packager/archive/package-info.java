/**
 * Files in one zip of which every byte follows from the files: there is one archive of given files, and a reader that
 * takes no other.
 */
@NullMarked
package dev.alambic.packager.archive;

import org.jspecify.annotations.NullMarked;
