/** A form's own handling of its submission, in place of the browser's, which would load a page. */
export function onSubmit(act: () => unknown): (event: SubmitEvent) => void {
  return (event) => {
    event.preventDefault();
    act();
  };
}
