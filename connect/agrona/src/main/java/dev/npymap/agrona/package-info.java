/// Windows of arrays as Agrona's buffers. [dev.npymap.agrona.AgronaBuffers] is the door.
package dev.npymap.agrona;
