namespace Autograd;

/// <summary>
/// The seeds of the samples of a batch: each sample has random numbers of its own, which depend on the seed, the epoch and the sample's place in
/// it, and on nothing else. So it does not matter which thread makes a sample, or when; and a sample drawn twice in one epoch is not transformed
/// the same way twice.
/// </summary>
/// <param name="seed">The seed of the whole run.</param>
/// <param name="epoch">The number of the epoch.</param>
/// <param name="start">The place of the batch's first sample in the epoch.</param>
public readonly struct SampleSeeds(ulong seed, long epoch = 0, long start = 0)
{
    /// <summary>The seed of one sample of the batch.</summary>
    /// <param name="place">Its place in the batch.</param>
    public ulong this[int place] => Mix(Mix(Mix(seed) + (ulong)epoch) + (ulong)(start + place));

    /// <summary>
    /// Neighbouring numbers become unrelated ones: a step of SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators",
    /// OOPSLA 2014).
    /// </summary>
    private static ulong Mix(ulong x)
    {
        x += 0x9E37_79B9_7F4A_7C15;
        x = (x ^ (x >> 30)) * 0xBF58_476D_1CE4_E5B9;
        x = (x ^ (x >> 27)) * 0x94D0_49BB_1331_11EB;
        return x ^ (x >> 31);
    }
}
