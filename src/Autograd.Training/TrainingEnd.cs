namespace Autograd;

/// <summary>Why a training ended.</summary>
public enum TrainingEnd
{
    /// <summary>All epochs were run.</summary>
    Completed,

    /// <summary>It was cancelled; the last checkpoint holds what there was.</summary>
    Cancelled,

    /// <summary>The model did not get better any more, or somebody called <see cref="Trainer.Stop"/>.</summary>
    StoppedEarly,

    /// <summary>An exception ended it.</summary>
    Failed,
}
