namespace Autograd;

/// <summary>Somebody who watches a training: progress, logs, plots of one's own. Override what is of interest.</summary>
public abstract class TrainingObserver
{
    /// <summary>The training begins.</summary>
    public virtual void Begins(Trainer trainer) { }

    /// <summary>An epoch begins.</summary>
    /// <param name="trainer">The training.</param>
    /// <param name="epoch">Its number, from 1.</param>
    /// <param name="epochs">How many there will be.</param>
    /// <param name="batches">How many batches it has, or null where nobody knows.</param>
    public virtual void EpochBegins(Trainer trainer, int epoch, int epochs, int? batches) { }

    /// <summary>A batch was trained with.</summary>
    /// <param name="trainer">The training.</param>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="batch">The batch in the epoch, from 1.</param>
    /// <param name="loss">Its loss before the step.</param>
    public virtual void BatchEnds(Trainer trainer, int epoch, int batch, double loss) { }

    /// <summary>An epoch is over, the validation too.</summary>
    public virtual void EpochEnds(Trainer trainer, EpochResult result) { }

    /// <summary>Something looks like a mistake.</summary>
    public virtual void Warned(Trainer trainer, string warning) { }

    /// <summary>The training is over.</summary>
    public virtual void Ends(Trainer trainer, TrainingHistory history) { }

    /// <summary>Runs the training: for observers that need something around it.</summary>
    public virtual void Around(Action training) => training();
}
