// "More about this" in English. Short sentences; nothing here may claim more than the code does.
import type { AboutTexts } from '../about-texts.ts';
import { format } from './format.ts';

export const aboutEn: AboutTexts = {
  format,
  deletion: {
    title: 'When is it deleted?',
    text: (retention) =>
      `When the conversation has ended, the link and the code words no longer open it. Everything written here is deleted by itself at most ${retention} after that. It is never kept longer than until the date on the first page.`
  },
  evidence: {
    title: 'When something has to be investigated',
    text: (readers) =>
      `What you tell can be used in an investigation. Then ${readers} may keep a copy outside this room, together with the case.`
  },
  phone: {
    title: 'What stays on the phone?',
    text: (resumeWindow) =>
      `Nothing that can be read is stored on the phone. When you leave the page, it is covered. If you are away for longer than ${resumeWindow}, the page puts everything away. To come back in you need the message with the link and the code words. You will not see what was written before.`
  },
  exit: {
    title: 'What does “Exit” do?',
    text: 'Exit empties the page at once and opens an ordinary page instead. The ones who answer you are told that you left quickly and that they must not write. Exit cannot remove the message that the link came in, or pictures that somebody took of the screen. The browser’s own history can still hold the whole link. Delete it there, or open the link in a private window. If somebody has put a spy program on your phone, it may have seen what you wrote.',
    keyboard: 'You can also press Shift three times.'
  },
  ip: {
    title: 'Can you see where I am?',
    never:
      'No. The address that your phone has on the net (the IP address) is not stored. It is taken away before anything reaches the room. The app in which you got the link may still know it.'
  },
  reach: {
    title: 'What can they help with?',
    text: (readers) =>
      `Here you can ask and tell. You decide what you want to say. If you tell that somebody is in danger, ${readers} may have to do something about it. Nobody here can promise how it will go, but they tell you what happens next.`
  },
  rights: {
    title: 'If you become a witness in a case',
    points: [
      'You do not have to give a statement to the police.',
      'You do not have to answer what could get you punished yourself.',
      'You do not have to answer what could get your closest family punished. That is parents or guardians, grandparents, brothers and sisters, and your own children.',
      'It is fine to say that you are not sure.',
      'Saying something that you know is false can be punished.',
      'In court people may have to give a statement. That does not apply to children under 16.'
    ]
  }
};
