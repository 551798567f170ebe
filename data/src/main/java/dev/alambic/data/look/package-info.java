/** What data of the user look like, before anything is trained on them. */
@NullMarked
package dev.alambic.data.look;

import org.jspecify.annotations.NullMarked;
