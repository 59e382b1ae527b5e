/// Text between delimiters, as `np.savetxt` writes and `np.loadtxt` reads it. [dev.npymap.text.Text] is the door.
package dev.npymap.text;
